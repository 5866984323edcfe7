/** Whatever changes something goes through here: said in plain words first, then done, then said how it went. */

const fieldNode = ({ name, label, options, type, value, min, max, hidden }) => {
  const id = `field-${name}`;
  const control =
    options === undefined
      ? make(type === 'words' ? 'textarea' : 'input', {
          id,
          name,
          type: type === 'words' ? undefined : type,
          rows: type === 'words' ? '2' : undefined,
          maxlength: type === 'words' ? '500' : undefined,
          min,
          max,
          required: type === 'number',
          value: type === 'checkbox' ? undefined : value,
          checked: type === 'checkbox' && value === true,
        })
      : make(
          'select',
          { id, name },
          options.map(([option, text]) =>
            make('option', { value: option, text, selected: option === value }),
          ),
        );
  const row = make('p', { class: type === 'checkbox' ? 'field check' : 'field' });
  row.append(...(type === 'checkbox' ? [control] : []), make('label', { for: id, text: label }));
  if (type !== 'checkbox') row.append(control);
  row.hiddenWhen = hidden;
  return row;
};

const valuesIn = (form) => {
  const values = {};
  for (const control of form.querySelectorAll('input, select, textarea'))
    values[control.name] = control.type === 'checkbox' ? control.checked : control.value;
  return values;
};

/**
 * Asks before it does. `what` and `undo` say, of the values of `fields`, what will happen to whom and whether it can be undone;
 * `run` does it and gives the words for how it went. Both ways the view is drawn anew.
 */
const act = ({ title, fields = [], what, undo, confirm, danger, run }) => {
  const preview = make('p', { class: 'what', id: 'dialog-what' });
  const undoable = make('p', { class: 'undo' });
  const failure = make('p', { class: 'failure', role: 'alert' });
  const rows = fields.map(fieldNode);
  const go = make('button', { type: 'submit', class: danger ? 'danger' : 'main', text: confirm });
  const cancel = make('button', { type: 'button', text: say('cancel'), onclick: () => dialog.close() });
  const form = make(
    'form',
    { method: 'dialog' },
    make('h2', { id: 'dialog-title', text: title }),
    ...rows,
    make('div', { class: 'preview', 'aria-live': 'polite' }, preview, undoable),
    failure,
    make('div', { class: 'buttons' }, go, cancel),
  );
  const dialog = make(
    'dialog',
    { 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-what' },
    form,
  );
  const describe = () => {
    const values = valuesIn(form);
    preview.replaceChildren(
      ...what(values)
        .split('\n')
        .map((text) => make('span', { text })),
    );
    undoable.textContent = typeof undo === 'string' ? undo : undo(values);
    for (const row of rows) row.hidden = row.hiddenWhen?.(values) ?? false;
  };
  const opener = document.activeElement?.dataset?.key;
  const perform = async () => {
    go.disabled = true;
    failure.textContent = '';
    try {
      const said = await run(valuesIn(form));
      dialog.close();
      await show(said, opener);
    } catch (error) {
      failure.textContent = sayError(error);
      go.disabled = false;
      go.focus();
    }
  };
  form.addEventListener('input', describe);
  // A sandboxed frame submits nothing: the event alone is taken.
  form.addEventListener('submit', (event) => event.preventDefault());
  go.addEventListener('click', (event) => {
    event.preventDefault();
    if (form.reportValidity()) void perform();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    focusOn(opener);
  });
  describe();
  document.body.append(dialog);
  dialog.showModal();
  (form.querySelector('input, select, textarea') ?? cancel).focus();
};
