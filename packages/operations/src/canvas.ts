/** The content that canvas.* carries: views draw it and write it by the same rules as the peer. */
export * from '@plexi/protocol/canvas-editing';
