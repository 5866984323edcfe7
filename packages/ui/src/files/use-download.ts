import type { FileSummary, Transfer } from '@plexi/operations';
import { safeFileName } from '@plexi/operations/file-name';
import { useEffect, useEffectEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { isMisnamed, showName } from './describe-file.ts';
import { fetchFile, saveBlob } from './fetch-file.ts';
import { useTransfer } from './transfers.ts';

/** Fetching a file to save it: held, gone on with and given up. */
export const useDownload = (space: string, file: FileSummary) => {
  const peer = usePeer();
  const t = useTexts();
  const say = useToast();
  const [transfer, setTransfer] = useTransfer(file.id);
  const [wanted, setWanted] = useState(false);
  const { id, name } = file;

  const begin = useCommand(async () => {
    setWanted(true);
    setTransfer(await peer.call('file.resume', { space, id }));
  });
  const hold = useCommand(async () => setTransfer(await peer.call('file.pause', { space, id })));
  const cancel = useCommand(async () => {
    setWanted(false);
    await peer.call('file.cancel', { space, id });
    setTransfer({ ...(transfer as Transfer), state: 'failed', bytes: 0 });
  });
  const save = useCommand(async () => {
    setWanted(false);
    const { blob, sniffed } = await fetchFile(peer, space, file);
    if (isMisnamed(name, sniffed)) say(t('files.misnamed', { name: showName(name) }));
    saveBlob(blob, safeFileName(name));
  });

  const isHere = transfer?.direction === 'down' && transfer.state === 'done';
  const finish = useEffectEvent(() => save.run());
  useEffect(() => {
    if (wanted && isHere) finish();
  }, [wanted, isHere]);

  return {
    transfer,
    /** Whether this view waits for it. */
    wanted,
    failure: begin.failure ?? hold.failure ?? save.failure,
    busy: begin.busy || save.busy,
    begin: () => (isHere ? save.run() : begin.run()),
    hold: hold.run,
    cancel: cancel.run,
  };
};
