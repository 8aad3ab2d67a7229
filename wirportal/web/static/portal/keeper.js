/* Nothing typed is lost.

   Each question on a section's page is a group that saves itself: a second after the last key, when
   it is left, when the page goes away. Until the server has said "saved", what was typed also lies
   in this browser (localStorage), under the person, the page, the question and the version it was
   typed on; it is restored when the page is opened again, and sent when the connection is back.
   htmx sends and puts the answer into the status line; it never touches a field.

   What is not saved yet stays in the browser even after signing out: losing it would be worse, and
   only the same person is offered it again. What is saved is removed at once. */
"use strict";
(() => {
  const person = document.body.dataset.user;
  const say = JSON.parse(document.getElementById("keeper-texts").textContent);
  const tab = Math.random().toString(36).slice(2); // two tabs do not overwrite each other's text
  const PAUSE = 1000, FIRST_RETRY = 2000, LAST_RETRY = 60000, PATIENCE = 4000; // milliseconds
  let leaving = false;

  // --- the browser's memory ---------------------------------------------------------------------
  const memory = {
    prefix: `kept|${person}|`,
    put(key, entry) { // whether it is kept: storage may be full or forbidden
      try { localStorage.setItem(key, JSON.stringify(entry)); return true; } catch { return false; }
    },
    drop(key) { try { localStorage.removeItem(key); } catch { /* there is no storage */ } },
    all() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix))
          .map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
          .sort((a, b) => b.at - a.at);
      } catch { return []; }
    },
  };

  const make = (name, properties, ...children) => { const element = Object.assign(document.createElement(name), properties); element.append(...children); return element; };
  const same = (a, b) => tidy(a) === tidy(b); // the server trims: blanks at the ends do not count
  const tidy = (fields) => JSON.stringify(fields.map(([name, value]) => [name, value.replace(/\r\n?/g, "\n").trim()]));
  const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const token = () => cookie(document.body.dataset.csrfCookie); // signing in elsewhere renews it: read it each time

  const posted = (entry) => [["writer", person], [`version-${entry.question}`, entry.version], ...entry.fields];
  const post = (entry) => fetch(entry.page, { method: "POST", body: new URLSearchParams(posted(entry)), headers: { "X-CSRFToken": token(), "HX-Request": "true" }, keepalive: true });

  // --- one question -----------------------------------------------------------------------------
  class Question {
    constructor(group) {
      this.group = group;
      this.id = group.dataset.question;
      this.status = document.getElementById(`${this.id}-status`);
      const clash = group.querySelector("[data-clash]");
      this.saved = clash ? [] : this.fields(); // what the server has, as far as this page knows
      this.sent = null;
      this.wait = FIRST_RETRY;
      if (clash) this.clashed();
      group.addEventListener("input", () => this.typed());
      group.addEventListener("focusin", () => this.status.ariaLive = "off"); // no talk while typing
      group.addEventListener("focusout", ({ relatedTarget }) => {
        this.status.ariaLive = "polite";
        if (!this.status.contains(relatedTarget)) this.save(); // an answer would replace the link being clicked
      });
      group.addEventListener("htmx:configRequest", (event) => this.send(event));
      group.addEventListener("htmx:afterRequest", (event) => this.answered(event.detail.xhr.status));
    }

    get version() { return document.getElementById(`version-${this.id}`); }
    get key() { return `${memory.prefix}${location.pathname}|${this.id}|${this.version.value}|${tab}`; }
    get dirty() { return !same(this.fields(), this.saved); }
    get stopped() { return ["clash", "refused"].includes(this.group.dataset.state); }
    get inputs() {
      const all = this.group.querySelectorAll("input[name], textarea[name], select[name]");
      return [...all].filter((input) => input !== this.version && input.name !== "removed");
    }

    fields() { return this.inputs.map((input) => [input.name, input.value]); }
    entry() {
      return { page: location.pathname, label: this.group.dataset.label, question: this.id, version: this.version.value, at: Date.now(), fields: this.fields() };
    }

    show(state, text) {
      this.group.dataset.state = state;
      if (text === undefined) return;
      this.status.ariaLive = "polite";
      this.status.textContent = text;
    }

    typed() {
      clearTimeout(this.timer);
      this.keep();
      if (this.stopped) return;
      this.show(this.dirty ? "unsaved" : "saved");
      this.timer = setTimeout(() => this.save(), PAUSE);
    }

    keep(gone = false) {
      const entry = { ...this.entry(), gone };
      if (this.kept && (this.kept !== this.key || !this.dirty)) memory.drop(this.kept);
      this.kept = this.dirty && memory.put(this.key, entry) ? this.key : null;
      return entry;
    }

    save() {
      clearTimeout(this.timer);
      if (this.dirty && !this.stopped && !this.sent) window.htmx.trigger(this.group, "keeper:save");
    }

    send({ detail }) { // htmx took the whole form: leave this question's own fields
      this.sent = this.fields();
      for (const name of new Set(detail.formData.keys())) detail.formData.delete(name);
      for (const [name, value] of posted(this.entry())) detail.formData.append(name, value);
      detail.headers["X-CSRFToken"] = token();
    }

    answered(code) {
      const sent = this.sent;
      this.sent = null;
      if (code === 200) {
        this.saved = sent;
        this.wait = FIRST_RETRY;
        this.keep();
        this.show(this.dirty ? "unsaved" : "saved");
        if (this.dirty) this.timer = setTimeout(() => this.save(), PAUSE);
      } else if (code === 409) this.clashed();
      else if (code === 401 || code === 403) this.show(code === 401 ? "expired" : "refused");
      else if (code >= 400 && code < 500 && code !== 429) this.show("refused", say.refused);
      else this.later();
      this.settled?.();
    }

    clashed() {
      this.show("clash");
      this.status.ariaLive = "polite";
      this.keep();
    }

    later() { // no connection, or the server is away
      this.show("offline", this.kept ? `${say.offline}. ${say.kept}` : say.offline);
      this.timer = setTimeout(() => this.save(), this.wait);
      this.wait = Math.min(this.wait * 2, LAST_RETRY);
    }

    restore(entry) { // typed earlier in this browser and never acknowledged
      if (same(entry.fields, this.saved)) return memory.drop(entry.key);
      const names = (fields) => fields.map(([name, value]) => name.endsWith("-rows") ? name + value : name).join();
      if (names(entry.fields) !== names(this.fields())) return this.offer(entry);
      this.inputs.forEach((input, place) => { input.value = entry.fields[place][1]; });
      this.version.value = entry.version; // older than the server's: then it answers with both texts
      this.keep();
      memory.drop(entry.key);
      this.show("unsaved", say.restored);
      this.save();
    }

    offer(entry) { // the table has other rows by now: the server shows both
      const values = [["csrfmiddlewaretoken", token()], ...posted(entry)];
      const form = make("form", { method: "post" }, ...values.map(([name, value]) => make("input", { type: "hidden", name, value })));
      const label = make("span", { className: "kern-label", textContent: say.compare });
      const button = make("button", { type: "button", className: "kern-btn kern-btn--secondary wp-btn-compact" }, label);
      button.addEventListener("click", () => { document.body.append(form); form.submit(); });
      this.show("refused", `${say.table} `);
      this.status.append(button);
    }

    goodbye() { // the page goes away: one last try that outlives it
      if (!this.dirty || this.stopped || leaving) return;
      post(this.keep(true)).catch(() => {});
    }
  }

  // --- the page ---------------------------------------------------------------------------------
  const form = document.querySelector("form[data-keeper]");
  const questions = form ? [...form.querySelectorAll("[data-question]")].map((group) => new Question(group)) : [];
  const saveAll = () => questions.forEach((question) => question.save());

  document.addEventListener("DOMContentLoaded", () => { // htmx has looked at the page by then
    for (const entry of memory.all()) {
      if (entry.page !== location.pathname) deliver(entry);
      else questions.find((question) => question.id === entry.question && !question.kept)?.restore(entry);
    }
  });

  async function deliver(entry) { // text of another page: send it, unless somebody may be typing there in another tab
    if (!entry.gone && Date.now() - entry.at < 10 * PAUSE) return;
    const answer = await post(entry).catch(() => null);
    if (answer?.ok) memory.drop(entry.key); else mention(entry);
  }

  function mention(entry) {
    const box = document.getElementById("keeper-elsewhere");
    const link = make("a", { className: "kern-link", href: `${entry.page}#${entry.question}-frage`, textContent: entry.label });
    if ([...box.querySelectorAll("a")].some((other) => other.href === link.href)) return;
    box.querySelector("ul").append(make("li", {}, link));
    box.hidden = false;
  }

  document.addEventListener("submit", (event) => {
    const target = event.target;
    const field = target.querySelector("[name=csrfmiddlewaretoken]");
    if (field) field.value = token();
    if (target === form) questions.forEach((question) => clearTimeout(question.timer));
    else saveAll(); // signing out, changing the language: what is typed goes first
    const busy = questions.filter((question) => question.sent);
    const waited = target.dataset.waited;
    delete target.dataset.waited;
    if (busy.length && !waited) { // a save under way must end before its version is used
      event.preventDefault();
      target.dataset.waited = "yes";
      const late = new Promise((done) => setTimeout(done, PATIENCE));
      const ended = busy.map((question) => new Promise((done) => { question.settled = done; }));
      Promise.race([late, Promise.all(ended)]).then(() => target.requestSubmit(event.submitter));
      return;
    }
    leaving = target === form; // the form takes everything along
    const dropped = event.submitter?.name === "theirs" && questions.find((question) => question.id === event.submitter.value);
    if (dropped) memory.all().filter((entry) => entry.question === dropped.id && entry.page === location.pathname).forEach((entry) => memory.drop(entry.key));
  });

  addEventListener("online", saveAll);
  addEventListener("pagehide", () => questions.forEach((question) => question.goodbye()));
  addEventListener("pageshow", () => { leaving = false; saveAll(); });
  document.addEventListener("visibilitychange", saveAll); // away: save now; back again: perhaps signed in elsewhere
  addEventListener("beforeunload", (event) => {
    if (!leaving && questions.some((question) => question.dirty && !question.kept)) event.preventDefault();
  });

  // --- length and focus -------------------------------------------------------------------------
  for (const line of document.querySelectorAll("[data-count]")) {
    const field = document.getElementById(line.dataset.count);
    const high = Number(line.dataset.high) || Infinity;
    const spoken = make("span", { className: "kern-sr-only", ariaLive: "polite" });
    line.append(spoken);
    let timer;
    const count = () => {
      const length = [...field.value].length;
      line.firstElementChild.textContent = say.length.replace("{n}", length.toLocaleString(document.documentElement.lang));
      line.classList.toggle("wp-over", length > high);
      clearTimeout(timer); // speak only near the end of what is recommended, and not at every key
      timer = setTimeout(() => { spoken.textContent = length > 0.9 * high ? (length > high ? say.over : say.length).replace("{n}", length) : ""; }, PAUSE);
    };
    field.addEventListener("input", count);
    count();
  }

  const goTo = (hash) => hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)))?.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) setTimeout(() => goTo(link.hash));
  });
  if (location.hash.length > 1) goTo(location.hash);
  else document.querySelector("[data-focus]")?.focus();
})();
