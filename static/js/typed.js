/* What people type is never lost: kept in this browser until it is saved, offered again, and
   sent only while somebody is signed in. Never passwords or files; gone at sign-out and after a term. */
(() => {
  const PREFIX = "typed:", TERM = 12 * 3600 * 1000, TWICE = 2000, LATE = 5000, AT_ONCE = "typed-at-once";
  const NEVER = ["password", "file", "submit", "button", "reset", "image"];
  const page = () => (document.querySelector("[data-person]") || document.body).dataset;
  const here = () => location.pathname + location.search;

  /* The store: one entry a form. A browser that keeps nothing just keeps nothing. */
  const quietly = (act, otherwise) => { try { return act(); } catch { return otherwise; } };
  const keys = () => quietly(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)), []);
  const read = (key) => quietly(() => JSON.parse(localStorage.getItem(key)), null);
  const write = (key, entry) => quietly(() => localStorage.setItem(key, JSON.stringify(entry)));
  const drop = (key) => quietly(() => localStorage.removeItem(key));
  /* Forms of one action (a cell each) are told apart by what they say unseen. */
  const about = (form) => [...form.elements].filter((one) => one.type === "hidden" && !one.disabled
    && !["csrfmiddlewaretoken", "seen", "opened"].includes(one.name)).map((one) => one.value);
  const keyOf = (form) => [`${PREFIX}${page().person}`, here(),
    form.id || [form.getAttribute("action") || "", ...about(form)].join(" ")].join(" ");

  /* A form as words: every value by name; of what is hidden only what says which form it was. */
  const fields = (form) => [...form.elements].filter((one) =>
    one.name && !one.disabled && !NEVER.includes(one.type)
    && (one.type !== "hidden" || ["seen", "opened"].includes(one.name)));
  const isTyped = (form) => Boolean(page().person) && form && form.method === "post"
    && !form.closest("dialog, .who, #changelist-form") && fields(form).some((one) => one.type !== "hidden");
  const words = (form) => {
    const said = {};
    fields(form).forEach((one) => {
      said[one.name] ??= [];
      const ticked = !["checkbox", "radio"].includes(one.type) || one.checked;
      if (one.type === "select-multiple") said[one.name].push(...[...one.selectedOptions].map((o) => o.value));
      else if (ticked) said[one.name].push(one.value);
    });
    return said;
  };
  const differs = (form, said) => fields(form).some((one) => one.type !== "hidden" && said[one.name]
    && JSON.stringify(said[one.name]) !== JSON.stringify(words(form)[one.name]));
  const put = (one, value) => {
    if (["checkbox", "radio"].includes(one.type)) one.checked = value.includes(one.value);
    else if (one.type === "select-multiple") [...one.options].forEach((o) => { o.selected = value.includes(o.value); });
    else if (value.length) one.value = value[0];
  };
  const fill = (form, said) => {
    const late = [];
    fields(form).filter((one) => said[one.name]).forEach((one) => {
      put(one, said[one.name]);
      if (one.type === "select-one" && one.value !== said[one.name][0]) late.push(one.name);
    });
    form.querySelectorAll("select").forEach((one) => one.dispatchEvent(new Event("change", { bubbles: true })));
    form.dispatchEvent(new Event("filled", { bubbles: true }));
    /* choices that follow another field come from the server, in their own time */
    const settle = () => {
      const left = late.filter((name) => form.elements[name]);
      left.forEach((name) => put(form.elements[name], said[name]));
      if (left.every((name) => form.elements[name].value === said[name][0])) document.removeEventListener("htmx:afterSettle", settle);
    };
    if (!late.length) return;
    document.addEventListener("htmx:afterSettle", settle);
    setTimeout(() => document.removeEventListener("htmx:afterSettle", settle), LATE);
  };

  const keep = (event) => {
    const form = event.target.form;
    if (isTyped(form)) write(keyOf(form), { at: Date.now(), said: words(form) });
  };
  document.addEventListener("input", keep);
  document.addEventListener("change", keep);

  /* The server names the form that it has kept in a cookie: what was typed there is saved. */
  const saved = () => {
    const [, token] = document.cookie.match(/(?:^|; )sent=([^;]+)/) || [];
    if (!token) return;
    keys().filter((key) => read(key)?.said?.opened?.[0] === token).forEach(drop);
    document.cookie = "sent=; max-age=0; path=/; samesite=lax";
  };
  const offer = (form, entry) => {
    const note = document.getElementById("typed-note")?.content.firstElementChild.cloneNode(true);
    if (!note) return;
    note.querySelector("[data-since]").textContent = new Date(entry.at).toTimeString().slice(0, 5);
    note.querySelector("[data-restore]").addEventListener("click", () => {
      const target = [...document.forms].find((one) => keyOf(one) === keyOf(form)) || form;
      fill(target, entry.said);
      note.remove();
      fields(target).find((one) => one.type !== "hidden")?.focus();
    });
    note.querySelector("[data-discard]").addEventListener("click", () => { drop(keyOf(form)); note.remove(); });
    form.before(note);
  };
  const begin = () => {
    if ("forget" in page()) keys().forEach(drop);
    keys().filter((key) => !(read(key)?.at > Date.now() - TERM)).forEach(drop);
    saved();
    const atOnce = quietly(() => sessionStorage.getItem(AT_ONCE)) === here();
    quietly(() => sessionStorage.removeItem(AT_ONCE));
    [...document.forms].filter(isTyped).forEach((form) => {
      const entry = read(keyOf(form));
      if (!entry || !differs(form, entry.said)) return;
      if (atOnce) fill(form, entry.said);
      else offer(form, entry);
    });
  };
  document.addEventListener("DOMContentLoaded", begin);
  window.addEventListener("pageshow", (event) => { if (event.persisted) saved(); });
  document.addEventListener("htmx:afterRequest", saved);

  /* A page that is gone back to comes anew from the server, with the words that the browser puts
     back: it keeps the token it was sent with, so that it is the form that has done its work. */
  const mark = (form) => {
    if (!form.elements?.opened) return;
    const opened = { ...history.state?.opened, [keyOf(form)]: form.elements.opened.value };
    quietly(() => history.replaceState({ ...history.state, opened }, ""));
  };
  const marked = () => Object.entries(history.state?.opened || {}).forEach(([key, token]) =>
    [...document.forms].filter((form) => form.elements.opened && keyOf(form) === key)
      .forEach((form) => { form.elements.opened.value = token; }));
  document.addEventListener("DOMContentLoaded", marked);

  /* Signed in? Asked before anything is sent; the form gets a token that is still good. */
  const renew = (token) => {
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => { one.value = token; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  };
  const answered = async (more = {}) => {
    const answer = await fetch(page().again, { credentials: "same-origin", cache: "no-store", ...more });
    return answer.ok || answer.status === 422 ? answer.json() : { locked: true };
  };
  let asking = null;
  const signIn = (token) => asking ??= new Promise((done) => {
    const dialog = document.getElementById("sign-in-again");
    const form = dialog.querySelector("form"), wrong = dialog.querySelector("[role=alert]");
    const before = document.activeElement;
    const send = async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const body = new URLSearchParams(new FormData(form));
      body.set("csrfmiddlewaretoken", token);
      const told = await answered({ method: "POST", body }).catch(() => ({ unreachable: true }));
      wrong.textContent = told.wrong || (told.locked && dialog.dataset.locked)
        || (told.unreachable && dialog.dataset.unreachable) || "";
      if (String(told.person) !== page().person) return form.password.select();
      renew(told.token);
      dialog.close("in");
    };
    const end = () => {
      form.removeEventListener("submit", send);
      form.reset();
      wrong.textContent = "";
      asking = null;
      before?.focus?.();
      done(dialog.returnValue === "in");
    };
    dialog.returnValue = "";
    form.addEventListener("submit", send);
    dialog.addEventListener("close", end, { once: true });
    dialog.showModal();
    form.password.focus();
  });
  const ready = async () => {
    const now = await answered().catch(() => null);
    if (!now || now.locked) return true; // the sending itself tells what is wrong
    if (String(now.person) !== page().person) return signIn(now.token);
    renew(now.token);
    return true;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!page().person || form.method !== "post" || form.closest("dialog") || event.defaultPrevented) return;
    if (form.getAttribute("action") === page().language) quietly(() => sessionStorage.setItem(AT_ONCE, here()));
    if (form.hasAttribute("hx-post")) return;
    if (form.dataset.ready) {
      mark(form);
      delete form.dataset.ready;
      form.dataset.sent = Date.now();
      return;
    }
    event.preventDefault();
    if (form.dataset.waits || Date.now() - (form.dataset.sent || 0) < TWICE) return;
    form.dataset.waits = "yes";
    ready().then((go) => {
      delete form.dataset.waits;
      if (!go) return;
      form.dataset.ready = "yes";
      form.requestSubmit(event.submitter);
    });
  }, true);

  const htmxWaits = new WeakSet();
  document.addEventListener("htmx:confirm", (event) => {
    const { verb, elt, issueRequest } = event.detail;
    if (verb === "get" || !page().person) return;
    event.preventDefault();
    if (htmxWaits.has(elt)) return;
    htmxWaits.add(elt);
    ready().then((go) => { if (go) { mark(elt); issueRequest(true); } }).finally(() => htmxWaits.delete(elt));
  });
  /* A part that was asked for after the session ended (401): sign in here, then it is asked for again. */
  let declined = false;
  document.addEventListener("htmx:beforeSwap", async (event) => {
    const { xhr, target, requestConfig } = event.detail;
    if (xhr.status !== 401 || !page().person) return;
    event.detail.isError = false;
    if (asking || declined) return;
    const now = await answered().catch(() => null);
    const back = now && (String(now.person) === page().person || await signIn(now.token));
    declined = !back;
    if (back) window.htmx.ajax(requestConfig.verb, requestConfig.path, { source: requestConfig.elt, target });
  });
})();
