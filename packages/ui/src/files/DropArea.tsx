import { Upload } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';

export interface DropAreaProps {
  /** Says where they would go. */
  sign: string;
  /** Whether files may be sent here. */
  open: boolean;
  onFiles: (files: readonly File[]) => void;
  children: ReactNode;
}

const carriesFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') === true;

/** Takes files that are dropped or pasted anywhere within. The button beside the message field does the same. */
export const DropArea = ({ sign, open, onFiles, children }: DropAreaProps) => {
  const area = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const take = useEffectEvent(onFiles);

  useEffect(() => {
    const element = area.current;
    if (element === null || !open) return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    // Entering a child leaves its parent: the depth says whether the pointer is within.
    let depth = 0;
    const enter = (by: number) => (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const receive = (event: Event, data: DataTransfer | null): void => {
      if (data === null || data.files.length === 0) return;
      event.preventDefault();
      take([...data.files]);
    };
    element.addEventListener('dragenter', enter(1), { signal });
    element.addEventListener('dragleave', enter(-1), { signal });
    element.addEventListener(
      'dragover',
      (event) => {
        if (carriesFiles(event.dataTransfer)) event.preventDefault();
      },
      { signal },
    );
    element.addEventListener(
      'drop',
      (event) => {
        depth = 0;
        setOver(false);
        receive(event, event.dataTransfer);
      },
      { signal },
    );
    element.addEventListener('paste', (event) => receive(event, event.clipboardData), { signal });
    return () => stop.abort();
  }, [open]);

  return (
    <div className="drop-area" ref={area}>
      {children}
      {over ? (
        <div className="drop-sign" aria-hidden="true">
          <Upload size={28} />
          <p>{sign}</p>
        </div>
      ) : null}
    </div>
  );
};
