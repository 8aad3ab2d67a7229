/* Whoever leaves a page with a text that is not sent is asked first: going back would not bring it
   back. The questions of a section save themselves: see keeper.js. */
"use strict";
(() => {
  const forms = [...document.forms].filter((form) => form.querySelector("textarea") && !form.querySelector("[data-question]"));
  if (!forms.length) return;
  const refused = document.querySelector("[data-focus]") !== null; // nothing of what is seen is saved
  const isTyped = (field) => field.matches("textarea, [type=text]") && field.value !== field.defaultValue;
  let sent = false;
  document.addEventListener("submit", ({ target }) => { sent = forms.includes(target); });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("beforeunload", (event) => {
    if (!sent && (refused || forms.some((form) => [...form.elements].some(isTyped)))) event.preventDefault();
  });
})();
