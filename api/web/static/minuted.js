// Makes the pages nicer; every one of them is whole without it.
"use strict";

// Say when answers are ready, and go on where a question was waiting.
const readiness = document.getElementById("readiness");
if (readiness && readiness.dataset.ready === "no") {
  const ask = async () => {
    try {
      const answer = await fetch("/readyz", { cache: "no-store" });
      if (answer.ok) {
        readiness.textContent = "Answers are ready.";
        if (readiness.dataset.again) location.reload();
        return;
      }
    } catch {
      // The server may be starting; ask again.
    }
    setTimeout(ask, 1500);
  };
  setTimeout(ask, 1000);
}

// Copy a citation.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What is written on the sheet stays in this browser.
const sheet = document.querySelector("[data-notes]");
if (sheet) {
  const fresh = sheet.dataset.notes === "fresh";
  for (const field of sheet.querySelectorAll("textarea, input.govuk-input")) {
    const beside = field.name.includes(".");
    const key = beside ? field.name : `sheet.${field.name}`;
    // On paper a box that scrolls would lose lines, so its words stand beside it.
    let printed = null;
    if (field.tagName === "TEXTAREA") {
      printed = document.createElement("div");
      printed.className = "m-printed";
      field.classList.add("m-unprinted");
      field.after(printed);
    }
    const show = () => {
      if (printed) {
        printed.textContent = field.value;
        field.rows = Math.max(3, field.value.split("\n").length + 1);
      }
    };
    try {
      const kept = localStorage.getItem(key) || "";
      if (fresh) localStorage.setItem(key, field.value);
      // A draft question that comes with the address is added to what was written before.
      else if (kept && field.value && beside && !kept.includes(field.value)) field.value = `${kept}\n${field.value}`;
      else if (kept) field.value = kept;
      if (field.value) localStorage.setItem(key, field.value);
      field.addEventListener("input", () => localStorage.setItem(key, field.value));
    } catch {
      // A browser that keeps nothing keeps no notes.
    }
    field.addEventListener("input", show);
    show();
  }
}

// The filters stand open beside a list, and begin closed above it on a small screen.
if (window.matchMedia("(max-width: 820px)").matches) {
  for (const box of document.querySelectorAll(".m-contents > details")) box.open = false;
} else {
  for (const box of document.querySelectorAll(".m-filters")) {
    box.classList.add("m-js");
    box.open = true;
  }
}

// What is wrong is read first.
document.getElementById("problems")?.focus();

// A passage that is put on the sheet is there at once; without JavaScript the page loads again.
const picks = document.getElementById("picks");
if (picks) {
  picks.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const body = new URLSearchParams([...new FormData(picks), [button.name, button.value]]);
    try {
      const answer = await fetch(picks.action, {
        method: "POST", body, headers: { accept: "application/json" },
      });
      const { size } = await answer.json();
      const taken = button.name === "add";
      for (const one of document.querySelectorAll(".m-pickit")) {
        if (one.value !== button.value) continue;
        one.name = taken ? "drop" : "add";
        one.firstChild.data = taken ? "On your sheet: take off" : "Add to sheet";
      }
      document.getElementById("sheet-link").textContent = size ? `Sheet (${size})` : "Sheet";
      document.getElementById("picked").textContent =
        `${taken ? "Put on" : "Taken off"} your sheet, which holds ${size}.`;
    } catch {
      picks.append(Object.assign(document.createElement("input"), {
        type: "hidden", name: button.name, value: button.value,
      }));
      picks.submit();
    }
  });
}
