/** Which characters look alike: for views that warn of names taken for one another. */
export * from '@plexi/protocol/confusables';
