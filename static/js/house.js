/* Small behaviours named by data attributes; every page also works without them. */
(() => {
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target.closest && event.target.closest(selector);
      if (found) act(found, event);
    });

  /* <button data-dialog="id"> opens the dialog, <button data-close> inside closes it. */
  on("click", "[data-dialog]", (button, event) => {
    const dialog = document.getElementById(button.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });
  on("click", "dialog [data-close]", (button, event) => {
    event.preventDefault();
    button.closest("dialog").close();
  });

  /* <input data-confirm-with="214">: the form's binding act opens when the figure is typed. */
  const typed = (input) => {
    const act = input.form && input.form.querySelector(".btn-seal");
    if (act) act.disabled = input.value.trim() !== input.dataset.confirmWith;
  };
  on("input", "[data-confirm-with]", typed);
  document.addEventListener("DOMContentLoaded", () =>
    document.querySelectorAll("[data-confirm-with]").forEach(typed));

  /* <input data-pick-all="name"> ticks every box of that name in its form or table. */
  on("change", "[data-pick-all]", (all) =>
    (all.form || all.closest("table")).querySelectorAll(`input[name="${all.dataset.pickAll}"]`)
      .forEach((box) => { box.checked = all.checked; }));

  /* <form data-autosubmit="select">: what is changed of these, wherever it stands, asks at once. */
  document.addEventListener("change", ({ target }) => {
    const asks = target.form && target.form.dataset.autosubmit;
    if (asks && target.matches(asks)) target.form.requestSubmit();
  });

  /* <input data-typed> tells its form what is typed, but not while a word is being composed. */
  const tell = (input, event) => {
    if (!event.isComposing) input.form.dispatchEvent(new CustomEvent("typed"));
  };
  on("input", "[data-typed]", tell);
  on("compositionend", "[data-typed]", tell);

  /* <tbody data-order="form">: a row that is dragged onto another takes its place, as by the buttons.
     Without a form the rows change places on the page, and each says its own: dragged, by data-step,
     by a place that is typed, and when a form is filled again with what was typed before. */
  let dragged = null;
  const row = (cell) => cell.closest("tr");
  const takes = (cell) => dragged && row(cell) !== dragged && row(cell).parentNode === dragged.parentNode;
  const place = (one) => one.querySelector("input[name$=place]");
  const move = (moved, onto) => {
    const rows = [...moved.parentNode.rows];
    if (rows.indexOf(moved) < rows.indexOf(onto)) onto.after(moved);
    else onto.before(moved);
    [...moved.parentNode.rows].forEach((one, n) => {
      place(one).value = n + 1;
      place(one).dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  on("dragstart", "[data-order] [draggable]", (cell, event) => {
    dragged = row(cell);
    event.dataTransfer.setData("text/plain", dragged.dataset.key || "");
  });
  on("dragend", "[data-order] [draggable]", () => { dragged = null; });
  on("dragover", "[data-order] td", (cell, event) => { if (takes(cell)) event.preventDefault(); });
  on("drop", "[data-order] td", (cell, event) => {
    if (!takes(cell)) return;
    event.preventDefault();
    const form = document.getElementById(row(cell).parentNode.dataset.order);
    if (!form) {
      move(dragged, row(cell));
      return;
    }
    const input = form.querySelector("input[name=place]");
    input.disabled = false;
    input.value = `${dragged.dataset.key} ${row(cell).dataset.place}`;
    form.requestSubmit();
  });
  on("click", "[data-order] [data-step]", (button) => {
    const here = row(button);
    const onto = Number(button.dataset.step) < 0 ? here.previousElementSibling : here.nextElementSibling;
    if (onto) move(here, onto);
    button.focus();
  });
  on("change", "[data-order] input[name$='-place']", (input, event) => {
    const here = row(input), rows = here.parentNode.rows;
    const onto = rows[Math.min(Math.max(Number(input.value), 1), rows.length) - 1];
    if (event.isTrusted && onto && onto !== here) move(here, onto);
  });
  on("filled", "form", (form) => form.querySelectorAll("tbody[data-order='']").forEach((body) =>
    body.append(...[...body.rows].sort((one, other) => place(one).value - place(other).value))));

  on("click", "[data-print]", () => window.print());

  const say = () => {
    const notes = document.getElementById("messages");
    const note = document.getElementById("unreachable");
    if (notes && note) notes.replaceChildren(note.content.cloneNode(true));
  };
  document.addEventListener("htmx:responseError", say);
  document.addEventListener("htmx:sendError", say);
})();
