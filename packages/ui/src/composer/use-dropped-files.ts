import { type RefObject, useEffect, useEffectEvent } from 'react';

/** Takes files that are pasted into an element or dropped on it. */
export const useDroppedFiles = (
  target: RefObject<HTMLElement | null>,
  onFiles: ((files: readonly File[]) => void) | undefined,
): void => {
  const take = useEffectEvent((event: Event, files: FileList | undefined) => {
    if (onFiles === undefined || files === undefined || files.length === 0) return;
    event.preventDefault();
    onFiles([...files]);
  });
  const allow = useEffectEvent((event: DragEvent) => {
    if (onFiles !== undefined && event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
  });
  useEffect(() => {
    const element = target.current;
    if (element === null) return undefined;
    const onPaste = (event: ClipboardEvent): void => take(event, event.clipboardData?.files);
    const onDrop = (event: DragEvent): void => take(event, event.dataTransfer?.files);
    const onDragOver = (event: DragEvent): void => allow(event);
    element.addEventListener('paste', onPaste);
    element.addEventListener('drop', onDrop);
    element.addEventListener('dragover', onDragOver);
    return () => {
      element.removeEventListener('paste', onPaste);
      element.removeEventListener('drop', onDrop);
      element.removeEventListener('dragover', onDragOver);
    };
  }, [target]);
};
