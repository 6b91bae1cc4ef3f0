// The form of a question, its case as JSON, and the answer. Python starts when the first case is decided.
const page = document.getElementById("try");
const [chosen, fields, json, told, shown] = ["question", "fields", "json", "told", "shown"].map((name) =>
  page.querySelector(`[data-part=${name}]`),
);
const here = (path) => new URL(path, import.meta.url);
const made = (tag, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
};
const inWords = (name) => name.replaceAll("_", " ");

// --- the worker ------------------------------------------------------------------------------------------------------

let worker;
let asked = 0;
let isReady = false;

function started() {
  if (worker) return worker;
  worker = new Worker(here("worker.js"), { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.ready) isReady = true;
    else if (data.failed) failed(data.failed);
    else if (data.number === asked) show(data.answer);
  };
  worker.onerror = (event) => failed(event.message ?? "the worker did not start");
  return worker;
}

function failed(why) {
  worker?.terminate();
  worker = undefined;
  page.removeAttribute("aria-busy");
  told.textContent = `Python could not be loaded: ${why}`;
}

function decide() {
  shown.replaceChildren();
  clearMarks();
  page.setAttribute("aria-busy", "true");
  told.textContent = isReady ? "Deciding …" : "Loading Python, once, about 6 MB …";
  started().postMessage({ number: ++asked, question: chosen.value, given: json.value });
}

function show(answer) {
  page.removeAttribute("aria-busy");
  if (answer.problem) {
    told.textContent = "";
    shown.replaceChildren(made("p", { className: "problem", textContent: `That cannot be: ${answer.problem}` }));
    mark([answer.field]);
    return;
  }
  const lacks = answer.needs.map(inWords).join(", ");
  told.textContent = answer.outcome ? `Decided: ${inWords(answer.outcome)}.` : `Not known yet; it hangs on: ${lacks}.`;
  shown.innerHTML = answer.html; // the library's own card, in which every text is escaped
  if (!answer.outcome) mark(answer.needs);
}

function mark(names) {
  for (const name of names) {
    for (const field of fields.querySelectorAll(`[data-field="${CSS.escape(name ?? "")}"]`)) {
      field.classList.add("marked");
      field.closest("details")?.setAttribute("open", "");
    }
  }
}

const clearMarks = () => fields.querySelectorAll(".marked").forEach((field) => field.classList.remove("marked"));

// --- the form --------------------------------------------------------------------------------------------------------

const kindsOf = (property) => property.anyOf ?? [property];
const isOptional = (property) => kindsOf(property).some((kind) => kind.type === "null");
const formOf = (property) => kindsOf(property).find((kind) => kind.type !== "null" && kind.const === undefined);

function choices(property) {
  const form = formOf(property);
  const members = form.enum?.map((member) => [inWords(String(member)), member]);
  const known = members ?? (form.type === "boolean" ? [["yes", true], ["no", false]] : null);
  return known && (isOptional(property) ? [["unknown", null], ...known] : known);
}

function hint(property) {
  const form = formOf(property);
  const never = kindsOf(property).some((kind) => kind.const === "never") ? " or never" : "";
  if (form.format === "date") return `2026-11-02${never}`;
  if (form.format === "date-time") return `2026-11-02T15:00:00Z${never}`;
  return form.pattern?.includes("[A-Z]{3}") ? "1000.00 USD" : "";
}

function control(property, value) {
  const offered = choices(property);
  if (!offered) {
    return made("input", { type: "text", value: value ?? "", placeholder: hint(property), autocomplete: "off" });
  }
  const options = offered.map(([label, member]) => made("option", { value: JSON.stringify(member), textContent: label }));
  const select = made("select", {}, ...options);
  select.value = JSON.stringify(value ?? property.default ?? offered[0][1]);
  return select;
}

// What a control says; nothing where it is left as it was before anybody told anything.
function said(input, property) {
  if (input instanceof HTMLSelectElement) {
    const value = JSON.parse(input.value);
    return value === (property.default ?? null) ? undefined : value;
  }
  const text = input.value.trim();
  if (text === "") return undefined;
  return formOf(property).type === "integer" && /^-?\d+$/.test(text) ? Number(text) : text;
}

function labelled(name, property, value, into, isRequired) {
  const input = control(property, value);
  const id = `try-${name}-${fields.querySelectorAll("input,select,textarea").length}-${into.children.length}`;
  input.id = id;
  input.required = isRequired;
  const about = made("small", { id: `${id}-about`, textContent: (property.description ?? "").replaceAll("NEVER", "never") });
  input.setAttribute("aria-describedby", about.id);
  const label = made("label", { htmlFor: id, textContent: inWords(name) });
  const field = made("div", { className: "field" }, label, input, about);
  field.dataset.field = name;
  into.append(field);
  return () => said(input, property);
}

// A fact's fields: first those without which it cannot be told.
function factPart(argument, value) {
  const { properties, required } = argument.schema;
  const part = made("fieldset", {}, made("legend", { textContent: inWords(argument.name) }));
  fields.append(part);
  const needed = made("div", { className: "grid" });
  const further = made("div", { className: "grid" });
  const readers = Object.entries(properties).map(([name, property]) => {
    const isRequired = required.includes(name);
    return [name, labelled(name, property, value?.[name], isRequired ? needed : further, isRequired)];
  });
  part.append(needed);
  if (further.children.length) {
    const fold = made("details", {}, made("summary", { textContent: "What else is known" }), further);
    fold.open = Object.keys(value ?? {}).some((name) => !required.includes(name));
    part.append(fold);
  }
  return () => Object.fromEntries(readers.map(([name, read]) => [name, read()]).filter(([, each]) => each !== undefined));
}

function listPart(argument, value) {
  const input = made("textarea", { rows: 8, spellcheck: false, value: JSON.stringify(value ?? [], null, 2) });
  input.id = `try-${argument.name}`;
  const label = made("label", { htmlFor: input.id, textContent: `${inWords(argument.name)}, as JSON` });
  const about = made("small", { id: `${input.id}-about`, textContent: argument.expected });
  input.setAttribute("aria-describedby", about.id);
  const field = made("div", { className: "field wide" }, label, input, about);
  field.dataset.field = argument.name;
  fields.append(field);
  return () => {
    try {
      const list = JSON.parse(input.value);
      return Array.isArray(list) && list.length === 0 ? undefined : list;
    } catch {
      return input.value;
    }
  };
}

function part(argument, value) {
  if (argument.is_json) return listPart(argument, value);
  if (argument.schema.properties) return factPart(argument, value);
  const grid = made("div", { className: "grid" });
  fields.append(grid);
  return labelled(argument.name, argument.schema, value, grid, argument.is_required);
}

function formFor(question) {
  fields.replaceChildren();
  const readers = question.arguments.map((argument) => [argument.name, part(argument, question.example[argument.name])]);
  write = () => {
    const told = readers.map(([name, read]) => [name, read()]).filter(([, each]) => each !== undefined);
    json.value = JSON.stringify(Object.fromEntries(told), null, 2);
  };
  write();
}

let write = () => {};

const questions = await (await fetch(here("questions.json"))).json();
chosen.append(...questions.map(({ name, told: what }) => made("option", { value: name, textContent: `${what} (${name})` })));
chosen.value = "injury_and_damage.who_pays";
const choose = () => {
  shown.replaceChildren();
  told.textContent = "";
  const question = questions.find(({ name }) => name === chosen.value);
  page.querySelector("[data-part=about]").textContent = question.about;
  formFor(question);
};
chosen.addEventListener("change", choose);
fields.addEventListener("input", () => write());
page.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  decide();
});
choose();
page.hidden = false;
