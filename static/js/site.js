// Conveniences only: every page works without this file.
(() => {
  const root = document.documentElement;
  const say = (key, again) => {
    const status = document.getElementById("status");
    status.textContent = status.dataset[key] ?? "";
    if (key === "copied") setTimeout(say, 4000);
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = status.dataset.retry;
    button.addEventListener("click", again);
    status.append(" ", button);
  };

  // What was refused, once more: the form or the link is still in the page.
  const again = (source) => () => {
    if (!source?.isConnected || !source.matches("form, a")) location.reload();
    else if (source.matches("form")) source.requestSubmit();
    else source.click();
  };

  const switchTheme = () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* Storage is refused: it holds for this page. */ }
  };

  const copy = async (text, element) => {
    try {
      await navigator.clipboard.writeText(text.trim());
      say("copied");
    } catch { // No right to, or no secure connection: leave it selected.
      element?.closest("details")?.setAttribute("open", "");
      if (element) getSelection().selectAllChildren(element);
      if (element) say("notCopied");
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.hasAttribute("data-theme-switch")) switchTheme();
    const source = button?.dataset.copy && document.querySelector(button.dataset.copy);
    if (source) copy(source.textContent, source);
    const heading = event.target.closest("a.here");
    if (heading) copy(heading.href);
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest("textarea");
    if (box && event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.form.requestSubmit();
  });

  // A log that is dropped on the box is read into it; of a long one the end, where the error stands.
  const boxUnder = (event) =>
    event.dataTransfer?.types.includes("Files") && event.target.closest?.(".box")?.elements.text;
  document.addEventListener("dragover", (event) => boxUnder(event) && event.preventDefault());
  document.addEventListener("drop", async (event) => {
    const box = boxUnder(event);
    if (!box) return;
    event.preventDefault();
    const [file] = event.dataTransfer.files, most = Number(box.dataset.longest);
    try {
      box.value = await file.slice(-most).text();
      box.focus();
      say(file.size > most ? "cut" : "");
    } catch { say("notRead"); } // a folder, or a file that is gone
  });

  // Before htmx sees it: a text that would be refused is not sent, so it cannot be lost.
  document.addEventListener("submit", (event) => {
    const box = event.target.querySelector("[data-longest]");
    if (!box || box.value.length <= Number(box.dataset.longest)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("tooLong");
  }, true);

  // What was typed before htmx was there is searched for, too.
  document.addEventListener("htmx:after:init", ({ target }) => {
    if (target.type === "search" && target.value !== target.defaultValue) target.dispatchEvent(new Event("input"));
  });

  // An address may name a place in the page, such as the next step: go on there, not at the top.
  document.addEventListener("htmx:after:swap", () => {
    document.getElementById(location.hash.slice(1))?.focus({ preventScroll: true });
  });

  document.addEventListener("htmx:before:request", () => say(""));
  document.addEventListener("htmx:error", (event) => {
    say("noAnswer", again(event.detail.ctx?.sourceElement));
  });
  document.addEventListener("htmx:response:error", (event) => {
    const { response, sourceElement } = event.detail.ctx;
    if (response.status >= 500) say("failed", again(sourceElement));
  });
})();
