// A link to a folded section opens it.
const open = () => {
  const section = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const details = section && section.querySelector(":scope > details");
  if (details) {
    details.open = true;
  }
};
addEventListener("hashchange", open);
open();
