/* What pages do beyond HTML and htmx. Every page works without it. */
(() => {
  "use strict";
  const announcer = document.getElementById("announcer");

  /* Say it to screen readers, also when the same words come twice. */
  function announce(text) {
    announcer.textContent = "";
    window.setTimeout(() => { announcer.textContent = text; }, 100);
  }

  /* A swap that removed the focused element: go to the part that came, and say what it says of itself. */
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    const summary = part.querySelector("[autofocus]");
    if (summary) {
      summary.focus();
    } else if (document.activeElement === document.body) {
      const landing = part.matches("[data-focus]") ? part : part.querySelector("[data-focus], h1, h2, h3");
      if (landing) {
        if (!landing.hasAttribute("tabindex")) landing.setAttribute("tabindex", "-1");
        landing.focus({ preventScroll: true });
      }
    }
    const words = part.matches("[data-announce]") ? part : part.querySelector("[data-announce]");
    if (words) announce(words.dataset.announce);
  });

  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => {
      const note = document.createElement("div");
      note.className = "e-callout e-tone-danger";
      note.textContent = announcer.dataset.failed;
      document.getElementById("messages").replaceChildren(note);
      announce(announcer.dataset.failed);
    });
  }

  /* A form is sent once. Its buttons stay in the form's data, so they are marked, not disabled. */
  function release(form) {
    delete form.dataset.sending;
    form.querySelectorAll('[aria-busy="true"]').forEach((button) => {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("aria-busy");
    });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sending = "yes";
    form.querySelectorAll('button:not([type="button"])').forEach((button) => {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("aria-busy", "true");
    });
  }, true);
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (form) release(form);
  });

  /* Menus close with Escape, and when the focus or a click goes elsewhere. */
  function closeMenusBut(kept) {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!kept || !menu.contains(kept)) menu.open = false;
    });
  }
  document.addEventListener("click", (event) => closeMenusBut(event.target));
  document.addEventListener("focusin", (event) => closeMenusBut(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  /* Changing the language keeps what was typed: put aside for this tab, put back on the same page. */
  const KEPT = "entente:typed";
  const fieldsOf = (root) => [...root.querySelectorAll("main form[method='post'] :is(input, select, textarea)[name]")]
    .filter((field) => !["hidden", "password", "file", "submit"].includes(field.type));
  const stateOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked
    : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value);

  function putBack(field, state) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = state;
    else if (Array.isArray(state)) [...field.options].forEach((option) => { option.selected = state.includes(option.value); });
    else field.value = state;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-keeps-typed")) return;
    const typed = fieldsOf(document).map((field) => [field.name, stateOf(field)]);
    sessionStorage.setItem(KEPT, JSON.stringify({ page: location.pathname + location.search, typed }));
  });
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  sessionStorage.removeItem(KEPT);
  if (kept && kept.page === location.pathname + location.search) {
    const fields = fieldsOf(document);
    kept.typed.forEach(([name, state], index) => {
      if (fields[index] && fields[index].name === name) putBack(fields[index], state);
    });
  }

  /* A secret shown once can be copied where the browser allows it. */
  document.querySelectorAll("button[data-copy]").forEach((button) => {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      announce(button.dataset.copied);
    });
  });

  /* Browsers that ignore autofocus on a part of the page still go to the error summary. */
  const summary = document.querySelector(".e-error-summary");
  if (summary) summary.focus();
})();
