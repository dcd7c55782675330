/* Files of a set are sent in pieces, a few at a time. The server says how much of each it has, so
   a broken connection, a reload or another day begins nothing anew. Without this the form sends. */
(() => {
  const LINES = 3, LONGEST_WAIT = 30, KEPT = 64 << 20, STORE = "files";
  const form = document.querySelector("form[data-upload]");
  if (!form || !window.fetch) return;
  const said = form.dataset, box = form.querySelector("[data-progress]");
  const bar = box.querySelector("progress"), status = box.querySelector("[role=status]");
  const refused = box.querySelector("ul"), input = form.querySelector("input[name=file]");
  form.querySelectorAll("[data-scripted]").forEach((one) => { one.hidden = false; });
  form.querySelector("button[type=submit]").hidden = true;
  input.required = false;

  const fill = (text, told) => text.replace(/{(\w+)}/g, (_all, name) => told[name]);
  const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const tell = (text) => { status.textContent = text; };

  /* What is still to be sent is kept in the browser, as far as it is small: a reload goes on. */
  const store = new Promise((done) => {
    const asked = window.indexedDB?.open(`upload-${said.set}`, 1);
    if (!asked) return done(null);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  });
  const kept = async (mode, act) => {
    const held = await store;
    if (!held) return null;
    return new Promise((done) => {
      const asked = act(held.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
    });
  };
  const keep = (one) => one.file.size <= KEPT
    && kept("readwrite", (all) => all.put({ name: one.name, file: one.file }, one.name));
  const forget = (one) => kept("readwrite", (all) => all.delete(one.name));

  /* One request; where the connection is broken it waits and asks again, however long that takes. */
  const ask = async (url, given) => {
    for (let wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const answer = await fetch(url, { method: "POST", credentials: "same-origin", redirect: "manual", ...given() });
        if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { ended: true };
        if (answer.status < 500) return { status: answer.status, ...(await answer.json()) };
      } catch { /* no connection */ }
      tell(fill(said.broken, { seconds: wait }));
      await pause(wait);
    }
  };

  const queue = [], all = { files: 0, done: 0, bytes: 0, sent: 0 };
  let lines = 0, ended = false;
  const show = () => {
    box.hidden = false;
    bar.max = Math.max(all.bytes, 1);
    bar.value = all.sent;
    const percent = Math.floor((100 * all.sent) / Math.max(all.bytes, 1));
    if (!ended) tell(fill(said.sending, { done: all.done, all: all.files, percent }));
  };
  const refuse = (name, why) => {
    const line = document.createElement("li");
    line.textContent = `${said.refused}: ${name} ${why}`;
    refused.append(line);
  };
  const finish = (one) => { all.done += 1; forget(one); };

  const send = async (one) => {
    let at = one.offset;
    all.sent += at;
    for (;;) {
      const from = at;
      let piece = null;
      try {
        piece = await one.file.slice(from, from + Number(said.bytes)).arrayBuffer();
      } catch {
        refuse(one.name, said.gone);
        return finish(one);
      }
      const told = await ask(said.piece.replace("/0/", `/${one.key}/`), () => ({
        body: piece, headers: { "X-CSRFToken": token(), "Upload-Offset": String(from), "Content-Type": "application/octet-stream" },
      }));
      if (told.ended) { ended = true; return tell(said.ended); }
      if (told.status === 422) { refuse(one.name, told.why); return finish(one); }
      at = told.offset;
      all.sent += at - from;
      show();
      if (told.state === "refused") refuse(one.name, told.why);
      if (told.state !== "sending") return finish(one);
    }
  };
  const run = async () => {
    lines += 1;
    while (queue.length && !ended) await send(queue.shift());
    lines -= 1;
    show();
    if (lines || ended || all.done < all.files) return;
    window.removeEventListener("beforeunload", warn);
    const done = document.createElement("form");
    done.method = "post";
    done.action = said.match;
    done.append(form.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
    if (!refused.children.length) { document.body.append(done); done.submit(); return; }
    const go = form.querySelector("button[type=submit]");
    go.hidden = false;
    go.addEventListener("click", (event) => { event.preventDefault(); document.body.append(done); done.submit(); });
  };
  const warn = (event) => event.preventDefault();

  /* What systems and office programs lay beside the files of a folder is none of them. */
  const beside = /(^|\/)(\.[^/]*|~\$[^/]*|thumbs\.db|desktop\.ini)$/i;
  const add = async (chosen) => {
    const found = chosen.filter((one) => !beside.test(one.name));
    if (!found.length) return;
    if (!all.files) window.addEventListener("beforeunload", warn);
    all.files += found.length;
    all.bytes += found.reduce((sum, one) => sum + one.file.size, 0);
    show();
    const atOnce = Number(said.atOnce);
    for (let from = 0; from < found.length; from += atOnce) {
      const some = found.slice(from, from + atOnce);
      const told = await ask(said.upload, () => ({
        body: new URLSearchParams({
          csrfmiddlewaretoken: token(),
          files: JSON.stringify(some.map((one) => ({ name: one.name, size: one.file.size }))),
        }),
      }));
      if (told.ended) { ended = true; return tell(said.ended); }
      if (told.status === 422) { some.forEach((one) => { refuse(one.name, told.why); finish(one); }); continue; }
      some.forEach((one, n) => {
        const here = told.files[n];
        if (here.state === "sending") {
          queue.push({ ...one, ...here });
          keep(one);
        } else {
          if (here.state === "refused") refuse(one.name, here.why);
          all.sent += one.file.size;
          finish(one);
        }
      });
      for (let more = Math.min(LINES - lines, queue.length); more > 0; more -= 1) run();
      if (!lines) run();
    }
  };

  const listed = (files) => [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  [input, form.querySelector("[data-folder]")].forEach((one) => one.addEventListener("change", () => {
    add(listed(one.files));
    one.value = "";
  }));

  /* What is dropped may be a folder with folders in it. */
  const entries = (folder) => new Promise((done) => {
    const reader = folder.createReader(), found = [];
    const more = () => reader.readEntries((some) => {
      if (!some.length) return done(found);
      found.push(...some);
      return more();
    }, () => done(found));
    more();
  });
  const walked = async (entry) => {
    if (entry.isFile) {
      return new Promise((done) => entry.file((file) => done([{ name: entry.fullPath.slice(1), file }]), () => done([])));
    }
    const inside = [];
    for (const one of await entries(entry)) inside.push(...await walked(one));
    return inside;
  };
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const roots = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry?.()).filter(Boolean);
    const files = listed(event.dataTransfer.files);
    const found = [];
    for (const root of roots) found.push(...await walked(root));
    add(roots.length ? found : files);
  });

  kept("readonly", (every) => every.getAll()).then((found) => {
    if (!found?.length) return;
    box.hidden = false;
    tell(said.kept);
    add(found);
  });
})();
