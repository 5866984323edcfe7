/** F6 goes round the parts of the window, as it does in browsers and editors. */
const REGIONS = '.rail, .sidebar, .main, .pane';
const STOPS =
  'textarea:not([disabled]), [data-message][tabindex="0"], [aria-current], button:not([disabled]), a[href], input:not([disabled]), [tabindex="0"]';

const isShown = (element: HTMLElement): boolean => element.offsetParent !== null || element.offsetWidth > 0;

/** Moves the focus to the next region that is shown: to what is current in it, or its first stop. */
export const goToRegion = (step: 1 | -1): void => {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter(isShown);
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const start = here < 0 ? (step === 1 ? -1 : 0) : here;
  const region = regions[(start + step + regions.length) % regions.length];
  const stops = [...(region?.querySelectorAll<HTMLElement>(STOPS) ?? [])].filter(isShown);
  const preferred = stops.find((stop) => stop.matches('textarea, [aria-current]')) ?? stops[0] ?? region;
  preferred?.focus();
};
