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

// Notes and questions stay in this browser.
const sheet = document.querySelector("[data-notes]");
if (sheet) {
  for (const area of sheet.querySelectorAll("textarea")) {
    try {
      area.value = localStorage.getItem(area.name) || area.value;
      area.addEventListener("input", () => localStorage.setItem(area.name, area.value));
    } catch {
      // A browser that keeps nothing keeps no notes.
    }
  }
}

// On a small screen the filters begin closed; without JavaScript they stay open.
if (window.matchMedia("(max-width: 820px)").matches) {
  for (const box of document.querySelectorAll(".m-filters, .m-contents > details")) {
    box.open = false;
  }
}
