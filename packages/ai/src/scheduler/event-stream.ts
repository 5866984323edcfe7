/** Server-sent events of another node, each bounded. https://html.spec.whatwg.org/multipage/server-sent-events.html */
import { LIMITS, plexiError } from '@plexi/protocol';

/** The data of each event, in order. Throws NODE_UNREACHABLE where one is larger than any answer of ours. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of body) {
    rest += decoder.decode(piece, { stream: true });
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const event = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (event.startsWith('data: ')) yield event.slice('data: '.length);
    }
    if (rest.length > LIMITS.inferenceMessageBytes)
      throw plexiError('NODE_UNREACHABLE', { detail: 'it talks without end' });
  }
}
