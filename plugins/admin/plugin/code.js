/** The admin panel has no life of its own: it tells the open panel in which space something changed. */
for (const type of ['space', 'reports', 'sync'])
  plexi.on(type, (event) => plexi.tell({ changed: type, space: event.space }));
