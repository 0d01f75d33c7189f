// The pages work without this. It opens what is folded for printing.
"use strict";

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.open = true;
    fold.dataset.folded = "";
  }
});

addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-folded]")) {
    fold.open = false;
    delete fold.dataset.folded;
  }
});

// A set-up link carries its secret behind #, which no server is sent.
const link = document.querySelector('form[action^="/setup"] #f-token');
if (link && location.hash.length > 1) {
  link.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
}

// A wall is read again by itself. While the server is away what was read last
// stays, with its time.
const every = Number(document.body.dataset.refresh);
if (every > 0) {
  setInterval(async () => {
    try {
      const answer = await fetch(location.href);
      if (answer.redirected || !answer.ok) return location.reload();
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
      document.getElementById("main").replaceWith(fresh);
    } catch { /* the next time */ }
  }, every * 1000);
}

// "/" goes to the search box from anywhere but a field.
addEventListener("keydown", (e) => {
  const find = document.getElementById("find");
  if (e.key === "/" && find && !e.ctrlKey && !e.altKey && !e.metaKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) {
    e.preventDefault();
    find.focus();
  }
});
// The code on a receipt carries the number of its case behind #, likewise.
const asked = document.querySelector('form[action^="/public/query"] #f-number');
if (asked && location.hash.length > 1) {
  asked.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
  document.querySelector("#f-code").focus();
}

// A receipt is printed by a button that only scripts can answer.
for (const print of document.querySelectorAll("button[data-print]")) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
