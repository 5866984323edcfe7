/** canvas.*: the canvas of a channel; direct messages that were opened apart have each their own. */
import type { Handlers } from '@plexi/operations';
import type { PeerContext } from './context.ts';
import { findExactPlace, findWritablePlace } from './place.ts';

export const canvasHandlers = (context: PeerContext) =>
  ({
    'canvas.open': async ({ space: name, channel }, caller) => {
      const { space, channel: id } = await findExactPlace(context, name, channel);
      return { ...(await space.canvases.open(id, caller)), cursors: space.cursors.list(id) };
    },
    'canvas.update': async ({ space: name, channel, update }) => {
      const { space, channel: id } = await findWritablePlace(context, name, channel, findExactPlace);
      await space.canvases.update(id, update);
      return {};
    },
    'canvas.edit': async ({ space: name, channel, text, append }) => {
      const { space, channel: id } = await findWritablePlace(context, name, channel, findExactPlace);
      return space.canvases.edit(id, text, append);
    },
    'canvas.show': async ({ space: name, channel, at }) => {
      const { space, channel: id } = await findExactPlace(context, name, channel);
      return space.canvases.show(id, at);
    },
    'canvas.history': async ({ space: name, channel }) => {
      const { space, channel: id } = await findExactPlace(context, name, channel);
      return space.canvases.history(id);
    },
    'canvas.compare': async ({ space: name, channel, at, since }) => {
      const { space, channel: id } = await findExactPlace(context, name, channel);
      return space.canvases.compare(id, at, since);
    },
    'canvas.restore': async ({ space: name, channel, at }) => {
      const { space, channel: id } = await findWritablePlace(context, name, channel, findExactPlace);
      return space.canvases.restore(id, at);
    },
    'canvas.name': async ({ space: name, channel, name: version }) => {
      const { space, channel: id } = await findWritablePlace(context, name, channel, findExactPlace);
      return space.canvases.name(id, version);
    },
    'canvas.cursor': async ({ space: name, channel, cursor }, caller) => {
      const { space, channel: id } = await findWritablePlace(context, name, channel, findExactPlace);
      space.cursors.move(id, cursor, caller);
      return {};
    },
  }) satisfies Handlers;
