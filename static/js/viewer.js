/* Pages of a copy: zoomed, turned and leafed through. Without this each page is a picture with links. */
(() => {
  const sheet = document.querySelector("[data-sheet]");
  const leaves = [...document.querySelectorAll("[data-leaf]")];
  if (!sheet || !leaves.length) return;
  if (!window.OpenSeadragon) {
    sheet.innerHTML = sheet.textContent; /* what stands there for who has no scripts */
    return;
  }

  /* The library would put a style of its own into the page, which the page's policy forbids: it
     looks first whether it is there. */
  const there = document.createElementNS("", "style");
  there.setAttribute("data-openseadragon-mobile-css", "");
  document.head.append(there);

  const find = (name) => document.querySelector(`[data-turn=${name}]`);
  const place = document.querySelector("[data-place]");
  let here = leaves.findIndex((leaf) => leaf.hasAttribute("aria-current"));
  sheet.replaceChildren();
  sheet.classList.add("deep");
  const view = window.OpenSeadragon({
    element: sheet, drawer: "canvas", showNavigationControl: false, maxZoomPixelRatio: 3,
    visibilityRatio: 0.3, animationTime: 0.3, minZoomImageRatio: 0.8,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  });
  view.canvas.setAttribute("role", "img");

  /* Each width is twice the one before, and one picture is the whole page. A page whose picture
     has fewer pixels than the largest width is shown as if it had as many: the steps between
     would else be other than the pictures are. */
  const source = (leaf) => {
    const [across, down] = leaf.dataset.size.split(" ").map(Number);
    const widths = leaf.dataset.widths.split(" ").map(Number);
    const width = widths[widths.length - 1], height = Math.round((down * width) / across);
    const maxLevel = Math.ceil(Math.log2(Math.max(width, height)));
    const minLevel = maxLevel - widths.length + 1;
    const getTileUrl = (level) => leaf.dataset.leaf.replace(/[0-9]+\/$/, `${widths[level - minLevel]}/`);
    const getClosestLevel = () => minLevel; /* what is loaded first */
    return { width, height, tileSize: 2 ** maxLevel, minLevel, maxLevel, getTileUrl, getClosestLevel };
  };

  const link = (name, leaf, beyond) => {
    const button = find(name);
    const to = leaf ? leaf.href : beyond;
    button.hidden = !to;
    if (to) button.href = to;
  };

  /* Where the text stands that is searched for; and what the page says, while that is open. */
  const part = (name) => leaves[here].dataset.leaf.replace(/[0-9]+\/$/, name);
  const mark = async (number) => {
    const answer = await fetch(`${part("marks/")}?find=${encodeURIComponent(sheet.dataset.find)}`);
    const boxes = answer.ok ? await answer.json() : [];
    if (number !== here || !view.world.getItemCount()) return;
    const { width, height } = source(leaves[here]);
    view.clearOverlays();
    boxes.forEach(([left, top, right, bottom]) => {
      const element = document.createElement("mark");
      const tall = height / width / 10000;
      const location = new window.OpenSeadragon.Rect(
        left / 10000, top * tall, (right - left) / 10000, (bottom - top) * tall);
      view.addOverlay({ element, location });
    });
  };
  const said = document.querySelector("[data-said]");
  const say = async () => {
    if (!said || !said.open) return;
    const number = here, text = said.querySelector("[data-words]");
    const answer = await fetch(part("text/"), { headers: { "HX-Request": "true" } });
    const words = await answer.text();
    if (number !== here) return;
    if (answer.ok) text.innerHTML = words; /* made by the page's own template */
    else text.textContent = words;
  };
  if (said) said.addEventListener("toggle", say);

  /* What could not be drawn of the page is told by its picture, here by the smallest. */
  const lacks = [...document.querySelectorAll("[data-lacks]")];
  const lack = async (number) => {
    const answer = await fetch(part("160/"));
    const told = (answer.headers.get("Page-Lacks") || "").split(" ");
    if (number === here) lacks.forEach((one) => { one.hidden = !told.includes(one.dataset.lacks); });
  };

  const show = (number) => {
    const leaf = leaves[number];
    const turned = view.viewport ? view.viewport.getRotation() : 0;
    if (!leaf.dataset.size) { location.assign(leaf.href); return; } /* the page there says why */
    leaves[here].removeAttribute("aria-current");
    here = number;
    leaf.setAttribute("aria-current", "page");
    if (number) leaf.parentNode.scrollIntoView({ block: "nearest", inline: "nearest" });
    place.textContent = leaf.getAttribute("aria-label");
    view.canvas.setAttribute("aria-label", leaf.getAttribute("aria-label"));
    link("back", leaves[number - 1], sheet.dataset.before);
    link("on", leaves[number + 1], sheet.dataset.after);
    history.replaceState(history.state, "", leaf.href);
    view.clearOverlays();
    view.addOnceHandler("open", () => {
      view.viewport.setRotation(turned, true);
      if (sheet.dataset.find) mark(number);
    });
    say();
    if (lacks.length) lack(number);
    view.open({ tileSource: source(leaf) });
  };
  const turn = (by) => {
    if (leaves[here + by]) show(here + by);
    else if (!find(by < 0 ? "back" : "on").hidden) location.assign(find(by < 0 ? "back" : "on").href);
  };
  view.addHandler("tile-load-failed", () => {
    if (!view.failed) location.assign(leaves[here].href);
    view.failed = true;
  });

  const acts = {
    in: () => view.viewport.zoomBy(1.4).applyConstraints(),
    out: () => view.viewport.zoomBy(1 / 1.4).applyConstraints(),
    whole: () => view.viewport.goHome(),
    rotate: () => view.viewport.rotateBy(90),
  };
  document.querySelectorAll("[data-view]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", acts[button.dataset.view]);
  });
  ["back", "on"].forEach((name, n) => find(name).addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turn(n ? 1 : -1);
  }));
  leaves.forEach((leaf, number) => leaf.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(number);
  }));

  const keys = { PageUp: () => turn(-1), PageDown: () => turn(1), ArrowLeft: () => turn(-1),
    ArrowRight: () => turn(1), "+": acts.in, "-": acts.out, 0: acts.whole, r: acts.rotate };
  view.addHandler("canvas-key", (event) => {
    if (event.originalEvent.key in keys || event.originalEvent.key === "f") event.preventDefaultAction = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    if (event.target.closest("input, select, textarea, dialog, summary")) return;
    event.preventDefault();
    keys[event.key]();
  });
  show(here);
})();
