/* Before anything is painted: what needs scripts, and the colours that were chosen. */
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* Storage is refused: the colours of the system stay. */ }
