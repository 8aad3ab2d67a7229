// Says at once what the server would say after the whole file has travelled.
"use strict";

const field = document.querySelector("#id_file");
const error = document.querySelector("#file-error");
const sentence = error.querySelector("[data-too-large]");
const mostBytes = Number(field.form.dataset.mostBytes);

function isTooLarge() {
  return field.files.length > 0 && field.files[0].size > mostBytes;
}

function show() {
  const tooLarge = isTooLarge();
  sentence.textContent = tooLarge ? sentence.dataset.tooLarge : "";
  error.hidden = !tooLarge;
  field.classList.toggle("kern-form-input__input--error", tooLarge);
  field.parentElement.classList.toggle("kern-form-input--error", tooLarge);
  field.setAttribute("aria-invalid", String(tooLarge));
}

field.addEventListener("change", show);
field.form.addEventListener("submit", (event) => {
  if (isTooLarge()) {
    event.preventDefault();
    field.focus();
  }
});
