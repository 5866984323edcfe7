// The package ships no types; `sodium.d.mts` beside this has those of the part that we call.
export { default } from 'sodium-native';
