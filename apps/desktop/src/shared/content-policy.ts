/** What the interface may load and do: only itself. One policy for the window and for the browser. */

/**
 * The Content-Security-Policy; `connect` is where the interface's channel is, if not within the window, `frames` where panels of
 * plugins come from: a frame goes nowhere else, whoever sends it there.
 */
export const contentPolicy = (connect: readonly string[], frames: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // What is fetched and shown of files: pictures, films and sound, typed by their own bytes.
    "img-src 'self' data: blob:",
    'media-src blob:',
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    `frame-src ${frames}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Headers of every answer with a part of the interface in it. */
export const protectiveHeaders = (connect: readonly string[], frames: string): Record<string, string> => ({
  'content-security-policy': contentPolicy(connect, frames),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
});
