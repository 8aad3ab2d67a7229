// Passkeys: asks the device and puts its answer into the form. A browser that can't sees no form.
"use strict";
(() => {
  const json = (id) => JSON.parse(document.getElementById(id).textContent);

  // what the browser shall sign; on the sign-in page only once somebody wants it
  async function options(form) {
    if (document.getElementById("passkey-options")) return json("passkey-options");
    const answer = await fetch(form.action, {headers: {Accept: "application/json"}});
    return (await answer.json()).request_options;
  }

  const ask = {
    get: async (given) => navigator.credentials.get(
      {publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(given.publicKey)}),
    create: async (given) => navigator.credentials.create(
      {publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(given.publicKey)}),
  };

  async function submit(form) {
    const status = form.querySelector("[role=status]");
    status.textContent = "";
    try {
      const credential = await ask[form.dataset.passkey](await options(form));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch { // not there, not wanted, or too slow
      status.textContent = form.dataset.failed;
    }
  }

  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); submit(form); });
  }
  for (const text of document.querySelectorAll("[data-without-passkeys]")) text.hidden = true;
})();
