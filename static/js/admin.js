/* What the theme draws for the eye alone is named here for those who hear the page. */
window.addEventListener("load", () => setTimeout(() => {  // after Django's calendars are there
  const all = (css) => document.querySelectorAll(css);
  const name = (element, text) => text && element.setAttribute("aria-label", text.trim());
  const heading = () => [...document.querySelector("h1").childNodes]
    .filter((part) => !part.ariaHidden).map((part) => part.textContent.trim()).join(" ").trim();

  /* The theme names every part that scrolls alike. */
  const first = document.querySelector("#nav-sidebar-apps h2");
  if (first) for (const menu of all("#nav-sidebar-apps .simplebar-content-wrapper")) name(menu, first.textContent);

  /* The name of an icon is a word of the page; on nothing that is pressed it says nothing. */
  for (const icon of all(".material-symbols-outlined"))
    if (!icon.closest("a, button, label")) icon.ariaHidden = "true";
  for (const field of all("#searchbar, #search-input-command")) name(field, field.placeholder);
  for (const icon of all("a > .date-icon, a > .clock-icon")) name(icon.parentElement, icon.title);
  for (const cell of all("#result_list th:not([scope])")) cell.scope = cell.closest("thead") ? "col" : "row";

  /* A group of fields is called as its heading, or as the page. */
  for (const group of all("fieldset:not(:has(> legend))")) {
    const title = group.querySelector("h2, h3");
    const legend = document.createElement("legend");
    legend.className = "unseen";
    legend.textContent = title ? title.textContent.trim() : heading();
    group.prepend(legend);
  }
}));
