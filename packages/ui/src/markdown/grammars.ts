/** The grammars that code is coloured by: the common ones, so that the other 150 stay out of what is delivered. */
export { common, createLowlight } from 'lowlight';
