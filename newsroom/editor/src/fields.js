/** The ordinary fields of the form: reading and writing them all, growing texts, counting characters. */
import { h, freshId } from './dom.js';
import { t } from './words.js';

/** Fields that are the text itself, and the number it rests on. */
const TEXT = ['body', 'tree', 'saves'];

/** @param {HTMLFormElement} form @returns {Map<string, any[]>} the named controls, without buttons and files */
function controls(form) {
  const out = new Map();
  for (const control of form.elements) {
    if (!control.name || TEXT.includes(control.name) || /^(submit|button|reset|image|file|fieldset|output)$/.test(control.type)) continue;
    if (!out.has(control.name)) out.set(control.name, []);
    out.get(control.name).push(control);
  }
  return out;
}

const isMany = (list) => list[0].type === 'select-multiple' || (list.length > 1 && list[0].type !== 'radio');

/**
 * Every named field as a string; names that several controls share (but for radio buttons) as a list, also an
 * empty one. A single box not ticked is ''.
 * @param {boolean} [hidden] also those that no person writes
 */
export function readFields(form, hidden = true) {
  const data = new FormData(form);
  const out = {};
  for (const [name, list] of controls(form)) {
    if (!hidden && list[0].type === 'hidden') continue;
    const values = data.getAll(name).filter((value) => typeof value === 'string');
    out[name] = isMany(list) ? values : (values[0] ?? '');
  }
  return out;
}

/** Writes one field, unless no person writes it; true if that changed it. */
export function writeField(form, name, value) {
  const list = controls(form).get(name);
  if (!list || list[0].type === 'hidden') return false;
  const values = Array.isArray(value) ? value : [value];
  let changed = false;
  const put = (control, property, wanted) => {
    if (control[property] === wanted) return;
    control[property] = wanted;
    changed = true;
  };
  list.forEach((control, index) => {
    if (control.type === 'checkbox' || control.type === 'radio') put(control, 'checked', values.includes(control.value));
    else if (control.type === 'select-multiple') for (const option of control.options) put(option, 'selected', values.includes(option.value));
    else put(control, 'value', values[isMany(list) ? index : 0] ?? '');
    if (changed) control.dispatchEvent(new Event('colophon:written'));
  });
  return changed;
}

export const sameValue = (a, b) => JSON.stringify(a ?? '') === JSON.stringify(b ?? '');

/** What a field is called on the page. */
export function labelOf(form, name) {
  // A field that is several on the page, as the sources are, is called by what stands around them.
  const around = form.querySelector(`[data-field="${CSS.escape(name)}"]`)?.dataset.label;
  if (around) return around;
  const control = controls(form).get(name)?.[0];
  const label = control?.dataset.label ?? control?.labels?.[0]?.textContent ?? control?.getAttribute('aria-label') ?? name;
  return label.replace(/\s*\*?\s*$/, '').trim();
}

/** Characters as a person counts them. */
const length = (text) => [...text].length;

/** Texts that grow with their words, and say how long they are. */
export function enrichFields(form) {
  for (const control of form.querySelectorAll('textarea')) {
    if (TEXT.includes(control.name) || control.closest('[data-as-is]')) continue;
    const line = control.name === 'headline' || control.name === 'standfirst';
    if (line) oneLine(form, control);
    if (line || 'grow' in control.dataset) grow(control);
  }
  for (const control of form.querySelectorAll('[data-max]')) count(form, control);
}

/** A text that wraps but has no lines of its own: Enter goes on to the next field. */
function oneLine(form, control) {
  control.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    const all = [...form.querySelectorAll('input:not([type=hidden]),textarea,select,.ed-place>.ed-text')].filter((field) => !field.disabled && !field.hidden && (!field.closest('.ed-place') || field.matches('.ed-text')));
    all[all.indexOf(control) + 1]?.focus();
  });
  control.addEventListener('input', () => {
    if (!control.value.includes('\n')) return;
    const at = control.selectionStart;
    control.value = control.value.replace(/\s*\n\s*/g, ' ');
    control.setSelectionRange(at, at);
  });
}

function grow(control) {
  control.classList.add('grows');
  if (globalThis.CSS?.supports?.('field-sizing', 'content')) return;
  const fit = () => {
    control.style.height = 'auto';
    control.style.height = `${control.scrollHeight}px`;
  };
  control.addEventListener('input', fit);
  control.addEventListener('colophon:written', fit);
  requestAnimationFrame(fit);
}

function count(form, control) {
  let out = document.getElementById(`count-${control.name}`);
  if (!out) {
    out = h('span', { class: 'num count', id: freshId('count') });
    control.after(out);
  }
  const described = (control.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
  if (!described.includes(out.id)) control.setAttribute('aria-describedby', [...described, out.id].join(' '));
  const tell = () => {
    const n = length(control.value);
    const max = Number(control.dataset.max);
    out.textContent = t('count', { label: labelOf(form, control.name), n, max });
    out.classList.toggle('over', n > max);
  };
  control.addEventListener('input', tell);
  control.addEventListener('colophon:written', tell);
  tell();
}
