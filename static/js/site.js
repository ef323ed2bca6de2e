// Conveniences only: every page works without this file.
(() => {
  const root = document.documentElement;
  const say = (key) => {
    const status = document.getElementById("status");
    status.textContent = status.dataset[key] ?? "";
    if (key === "copied") setTimeout(say, 4000);
  };

  root.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme) root.dataset.theme = theme;
  } catch { /* Storage is refused: the colours of the system stay. */ }
  const switchTheme = () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* as above */ }
  };

  const copy = async (element) => {
    try {
      await navigator.clipboard.writeText(element.textContent.trim());
      say("copied");
    } catch { // No right to, or no secure connection: leave it selected.
      element.closest("details")?.setAttribute("open", "");
      getSelection().selectAllChildren(element);
      say("notCopied");
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.hasAttribute("data-theme-switch")) switchTheme();
    if (button?.dataset.copy) copy(document.querySelector(button.dataset.copy));
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest("textarea");
    if (box && event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.form.requestSubmit();
  });

  // Before htmx sees it: a text that would be refused is not sent, so it cannot be lost.
  document.addEventListener("submit", (event) => {
    const box = event.target.querySelector("[data-longest]");
    if (!box || box.value.length <= Number(box.dataset.longest)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("tooLong");
  }, true);

  document.addEventListener("htmx:before:request", () => say(""));
  document.addEventListener("htmx:error", () => say("noAnswer"));
  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx.response.status >= 500) say("failed");
  });
})();
