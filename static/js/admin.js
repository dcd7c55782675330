/* The theme names every part that scrolls alike; a reader of the page is told them apart. */
window.addEventListener("load", () => {
  const menu = document.querySelector("#nav-sidebar-apps .simplebar-content-wrapper");
  const first = document.querySelector("#nav-sidebar-apps h2");
  if (menu && first) menu.setAttribute("aria-label", first.textContent.trim());
});
