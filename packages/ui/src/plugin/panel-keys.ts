/**
 * [P1] The app's keys while the focus is in a panel. The frame passes on what was pressed, and a hostile one may say so without
 * anybody pressing anything: so these are few, count only while the focus is in that frame, and each takes it out of there, to
 * where it is seen by everybody or where what is typed does nothing. A panel cannot put what somebody types into a message.
 */
import { type Chord, chordOf, isApple } from '../keys/combo.ts';
import { KEY_MAP } from '../keys/key-map.ts';

/** What opens over the page or beside it. */
const OPENING = ['palette', 'search', 'keys'] as const;
/** What leads out of the panel: to the heading over it, from where the same keys go on. */
const LEAVING = ['nextRegion', 'previousRegion', 'closePane'] as const;

/** Nobody presses two of them faster. */
const APART_MS = 300;

export const PANEL_CHORDS = [...OPENING, ...LEAVING].flatMap((id) =>
  KEY_MAP[id].combos.slice(0, 1).map((combo) => chordOf(combo, isApple())),
);

export interface PanelKeysOptions {
  /** Whether the focus is in the panel. */
  hasFocus: () => boolean;
  /** Whether something was pressed or clicked just now, in the panel or around it: the browser says so, not the panel. */
  isUsed: () => boolean;
  /** ms */
  now: () => number;
  /** Moves the focus out of the panel. */
  leave: () => void;
  /** Does what the app does when that is pressed. */
  press: (chord: Chord) => void;
}

/** Takes what a panel says was pressed in it, by its place among the chords. */
export const createPanelKeys = ({ hasFocus, isUsed, now, leave, press }: PanelKeysOptions) => {
  let last = -Infinity;
  return (place: number): void => {
    const chord = PANEL_CHORDS[place];
    if (chord === undefined || !hasFocus() || now() - last < APART_MS) return;
    last = now();
    if (place >= OPENING.length) leave();
    else if (isUsed()) press(chord);
  };
};
