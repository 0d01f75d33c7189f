// Keys, drafts and completions of the desk. The pages work without it.
"use strict";
{
const form = document.querySelector("form[data-draft], form[data-completions]");
const typing = (e) => /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && !/^(radio|checkbox|submit|button)$/.test(e.target.type || "");

// name is a key as data-key writes it: "alt+h", "ctrl+enter", "?".
const name = (e) => (e.ctrlKey || e.metaKey ? "ctrl+" : "") + (e.altKey ? "alt+" : "") + (e.altKey && /^Key/.test(e.code) ? e.code.slice(3).toLowerCase() : e.key.toLowerCase());

addEventListener("keydown", (e) => {
  if (e.isComposing) return;
  const key = name(e);
  if (key === "?" && !typing(e)) {
    const keys = document.querySelector("[data-keys]");
    if (keys) { keys.open = !keys.open; e.preventDefault(); }
    return;
  }
  if (key === "escape") {
    for (const open of document.querySelectorAll("[data-keys][open]")) open.open = false;
    return;
  }
  if (!e.altKey && !e.ctrlKey && typing(e)) return;
  const at = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!at) return;
  e.preventDefault();
  if (at.tagName === "DETAILS") {
    at.open = true;
    at.querySelector("textarea, select, input")?.focus();
  } else if (at.tagName === "INPUT") {
    at.focus();
  } else {
    at.click();
  }
});

// texts are all fields of the form but its files.
const texts = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

// What is written is kept every few seconds, when it has changed.
if (form?.dataset.draft) {
  const written = () => texts().toString();
  let kept = written(), sending = false, left = false;
  const shown = document.querySelector("[data-saved]");
  form.addEventListener("submit", () => { left = true; });
  setInterval(async () => {
    const now = written();
    if (left || sending || now === kept) return;
    sending = true;
    try {
      const res = await fetch(form.dataset.draft + location.search, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: now });
      if (res.ok) { kept = now; if (shown) shown.textContent = await res.text(); }
    } catch { /* the next turn tries again */ }
    sending = false;
  }, 4000);
}

// What stands beside the form is looked up again without leaving it.
const parts = { caller: ["caller", "alike", "rules"], alike: ["alike", "rules"] };
async function look(what, button) {
  const body = texts();
  body.set("do", button.value);
  const res = await fetch(form.action, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body });
  const page = new DOMParser().parseFromString(await res.text(), "text/html");
  if (!res.ok) return false;
  for (const id of parts[what]) {
    const now = page.getElementById(id), was = document.getElementById(id);
    if (now && was) was.replaceWith(now);
  }
  return true;
}
for (const button of document.querySelectorAll("button[data-refresh]")) {
  button.addEventListener("click", (e) => {
    e.preventDefault();
    const whole = () => { // the page is asked for as without scripts
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
      form.submit();
    };
    look(button.dataset.refresh, button).then((done) => done || whole(), whole);
  });
}
for (const field of document.querySelectorAll("[data-look]")) {
  field.addEventListener("change", () => {
    const button = document.querySelector(`button[data-refresh="${field.dataset.look}"]`);
    if (button) look(field.dataset.look, button).catch(() => {});
  });
}

// Lists that are too long to come with the page are asked for as one types.
for (const field of document.querySelectorAll("[data-complete]")) {
  let waits;
  field.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(async () => {
      try {
        const res = await fetch(form.dataset.completions, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ of: field.dataset.complete, said: field.value }) });
        if (res.ok) document.getElementById("list-" + field.name).innerHTML = await res.text();
      } catch { /* what came with the page stays */ }
    }, 200);
  });
}
}
