// What only a browser can do: write times in its own zone, collect forms, open dialogs, hear keys.
const page = (() => {
  const shell = () => document.querySelector(".shell");
  const language = () => shell()?.dataset.lang || "en";
  const now = () => Date.now() / 1000 + Number(shell()?.dataset.ahead || 0);
  const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const STYLES = {
    t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
    f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
    short: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
    now: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  };

  function told(element) {
    const { at, style } = element.dataset;
    const moment = style === "now" ? now() : Number(at);
    if (style === "R") {
      const away = moment - now();
      const [unit, size] = UNITS.find(([, one]) => Math.abs(away) >= one) || UNITS.at(-1);
      return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(Math.round(away / size), unit);
    }
    const date = new Date(moment * 1000);
    if (Number.isNaN(date.getTime())) return at;
    return new Intl.DateTimeFormat(language(), STYLES[style] || STYLES.f).format(date);
  }

  function tick() {
    for (const element of document.querySelectorAll("time[data-style]")) {
      const text = told(element);
      if (element.textContent !== text) element.textContent = text;
    }
  }

  let focused = null;
  document.addEventListener("focusin", (event) => { focused = event.target.dataset?.focus || null; });

  function settle() {
    if (shell()) document.documentElement.lang = language();
    for (const element of document.querySelectorAll("[data-value]:not([data-filled])")) {
      element.value = element.dataset.value;
      element.dataset.filled = "";
    }
    late();
    for (const input of document.querySelectorAll("input[data-suggest]")) shut(input, suggestions(input).hasAttribute("data-shut"));
    for (const dialog of document.querySelectorAll("dialog[data-modal]:not([open])")) dialog.showModal();
    const first = document.querySelector(".ask:not([data-met])");
    if (first) {
      first.dataset.met = "";
      first.querySelector("input:not([type=hidden]), select, textarea, button[data-last]")?.focus();
    }
    if (focused && document.activeElement === document.body) {
      document.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
    }
    tick();
  }

  async function handOver(files) {
    const keys = [];
    for (const file of files) {
      const address = `/handover?name=${encodeURIComponent(file.name)}`;
      const answer = await fetch(address, { method: "POST", body: file, headers: { "X-Page": "1" } });
      if (answer.ok) keys.push((await answer.json()).key);
    }
    return keys;
  }

  async function values(form, files) {
    const given = {};
    for (const part of form.elements) {
      if (!part.name) continue;
      if (part.type === "file") { if (files) given[part.name] = await handOver(part.files); }
      else if (part.type === "radio") { if (part.checked) given[part.name] = part.value; }
      else if (part.type === "checkbox" && "many" in part.dataset) {
        given[part.name] ||= [];
        if (part.checked) given[part.name].push(part.value);
      } else if (part.type === "checkbox") given[part.name] = part.checked;
      else given[part.name] = part.dataset.chosen ?? part.value;
    }
    return given;
  }

  async function collect(event, emit) {
    event.preventDefault();
    emit(await values(event.currentTarget, true));
  }

  const all = async (event, emit) => emit(await values(event.target.form, false));

  let asked = false;
  function typed(event, emit) {
    const text = event.target.value;
    grow(event.target);
    late();
    if (text.startsWith("/") || asked) emit(text);
    asked = text.startsWith("/");
  }

  // A list may arrive after the command was chosen or the text sent; it must not cover what came of that.
  function late() {
    const area = document.querySelector("textarea[data-enter]"), list = document.querySelector(".commands");
    if (area && list) list.toggleAttribute("data-late", !area.value.startsWith("/"));
  }

  function grow(area) {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 200)}px`;
  }

  function reset(id) {
    const area = document.getElementById(id);
    if (!area) return;
    area.form.reset();
    grow(area);
    late();
    asked = false;
    named(area.form.querySelector("input[type=file]"));
  }

  function named(input) {
    const label = input?.closest("label.files")?.querySelector("span");
    if (label) label.textContent = input.files.length ? `+ ${[...input.files].map((one) => one.name).join(", ")}` : "+";
  }

  function choose(list, step, input) {
    const options = [...list.querySelectorAll("[role=option]")];
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = options[(at + step + options.length) % options.length];
    options.forEach((one) => one.setAttribute("aria-selected", String(one === next)));
    next?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", next?.id || "");
  }

  const suggestions = (input) => document.getElementById(input.getAttribute("aria-controls"));

  function shut(input, on) {
    const list = suggestions(input);
    list.toggleAttribute("data-shut", on);
    input.setAttribute("aria-expanded", String(!on && list.childElementCount > 0));
    if (on) input.removeAttribute("aria-activedescendant");
  }

  function take(option) {
    const input = document.querySelector(`[aria-controls="${option.parentElement.id}"]`);
    input.value = option.textContent;
    input.dataset.chosen = option.dataset.choice;
    shut(input, true);
  }

  function suggestKey(event) {
    const input = event.target, list = suggestions(input);
    const chosen = list.hasAttribute("data-shut") ? null : list.querySelector("[aria-selected=true]");
    if (!chosen) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(list, event.key === "ArrowDown" ? 1 : -1, input);
    else if (event.key === "Enter") take(chosen);
    else if (event.key === "Escape") shut(input, true);
    else if (event.key === "Tab") return shut(input, true);
    else return;
    event.preventDefault();
  }

  function key(event) {
    const area = event.target;
    if (event.isComposing) return;
    if (area.matches?.("input[data-suggest]")) suggestKey(event);
    if (!area.matches?.("textarea[data-enter]")) return;
    const list = document.querySelector(".commands:not([hidden]):not([data-late])");
    const chosen = list?.querySelector("[aria-selected=true]");
    if (chosen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      choose(list, event.key === "ArrowDown" ? 1 : -1, area);
    } else if (chosen && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      // The first of the list is what the text means; its line may be drawn anew at this moment.
      if (chosen === list.firstElementChild) area.form.requestSubmit();
      else chosen.click();
    } else if (list && event.key === "Escape") {
      area.value = "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.key === "Enter" && !event.shiftKey) {
      area.form.requestSubmit();
    } else return;
    event.preventDefault();
  }

  function click(event) {
    const toggle = event.target.closest?.("[data-toggle]");
    if (toggle) {
      const open = shell().dataset.open === toggle.dataset.toggle ? "" : toggle.dataset.toggle;
      shell().dataset.open = open;
      if (open) document.getElementById(open)?.querySelector("button, a, summary")?.focus();
    } else if (event.target.closest?.("[data-close]") || event.target.closest?.(".middle")) {
      if (shell()) shell().dataset.open = "";
    }
    const choice = event.target.closest?.("[data-choice]");
    if (choice) take(choice);
    for (const input of document.querySelectorAll("input[data-suggest]")) if (input !== event.target) shut(input, true);
    const folded = event.target.closest?.("[data-shuts]")?.closest("details");
    if (folded) {
      folded.open = false;
      folded.querySelector("summary").focus();
    }
    const copied = event.target.closest?.("[data-copy]");
    if (copied) navigator.clipboard.writeText(copied.dataset.copy);
    const slash = event.target.closest?.("[data-slash]");
    if (slash) {
      const area = slash.form.querySelector("textarea");
      area.value = "/";
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  document.addEventListener("keydown", key, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shell()?.dataset.open) shell().dataset.open = "";
  });
  document.addEventListener("click", click);
  document.addEventListener("mousedown", (event) => { if (event.target.closest?.("[data-choice]")) event.preventDefault(); });
  document.addEventListener("input", (event) => {
    if (!event.target.matches("input[data-suggest]")) return;
    delete event.target.dataset.chosen;
    shut(event.target, false);
  }, true);
  document.addEventListener("change", (event) => named(event.target.matches("input[type=file]") ? event.target : null));
  const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ["data-at", "data-ahead"] };
  new MutationObserver(settle).observe(document.documentElement, watched);
  setInterval(tick, 1000);
  return { collect, all, typed, reset, focus: (id) => document.getElementById(id)?.focus() };
})();
