// Fields that are answered below them while one types. Without this file they are only fields.
(() => {
  const PAUSE = 300; // milliseconds without a key
  const answer = document.createElement("div");
  answer.className = "live-answer";
  answer.setAttribute("aria-live", "polite");
  let timer, asked;

  const holderOf = (field) => field.dataset.liveOf ? field.closest(field.dataset.liveOf) : field;

  // The answer moves to the field that is worked on, which stays where it is on the screen.
  const place = (field) => {
    const holder = holderOf(field);
    if (answer.holder === holder) return;
    const before = field.getBoundingClientRect().top;
    answer.holder = holder;
    answer.replaceChildren();
    if (holder === field) field.after(answer);
    else holder.append(answer);
    scrollBy(0, field.getBoundingClientRect().top - before);
  };

  const textsOf = (field) => {
    const texts = new FormData();
    const holder = holderOf(field);
    const fields = holder === field ? [field] : holder.querySelectorAll("[data-live]");
    for (const one of fields) texts.append(one.dataset.liveName, one.value);
    texts.append("language", field.lang);
    texts.append("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    return texts;
  };

  const ask = async (field) => {
    asked?.abort();
    asked = new AbortController();
    try {
      const response = await fetch(field.dataset.live, {
        method: "POST", body: textsOf(field), signal: asked.signal,
      });
      if (!response.ok || response.redirected) return; // Signed out, or a failure: no answer.
      place(field);
      answer.innerHTML = await response.text();
      for (const link of answer.querySelectorAll("a")) link.target = "_blank";
      if (answer.querySelector("[data-live-again]")) timer = setTimeout(ask, PAUSE, field);
    } catch { /* Another question came first, or there is no connection. */ }
  };

  const soon = (event) => {
    const field = event.target.closest("[data-live]");
    if (!field) return;
    if (event.type === "focusin" && answer.holder === holderOf(field)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE, field);
  };
  document.addEventListener("input", soon);
  document.addEventListener("focusin", soon);
})();
