import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, it } from 'vitest';
import { createRandom } from '../../test/random.ts';
import { createEventStreamDecoder } from '../event-stream/event-stream-decoder.ts';
import { createEventSigner } from './create-event-signer.ts';

it('signs 500 events in a row exactly as Smithy does', async () => {
  const random = createRandom(9);
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  const requestSignature = 'ab'.repeat(32);
  const signer = createEventSigner({ credentials, region: 'us-east-1', requestSignature });
  const smithy = new SignatureV4({ credentials, region: 'us-east-1', service: 'bedrock', sha256: Sha256 });
  const decoder = createEventStreamDecoder();
  let priorSignature = requestSignature;
  for (let index = 0; index < 500; index += 1) {
    const message = random.bytes(random.integer(200));
    const date = new Date(Date.UTC(2026, 10, 27, 23, 59, 0) + index * 977);
    const expected = await smithy.sign(
      {
        message: { headers: { ':date': { type: 'timestamp', value: date } }, body: message },
        priorSignature,
      },
      { signingDate: date },
    );
    priorSignature = expected.signature;
    const [signed] = decoder.push(signer.sign(message, date));
    expect(signed?.headers[':date']).toEqual({ type: 'timestamp', value: date });
    expect(Buffer.from(signed?.headers[':chunk-signature']?.value as Uint8Array).toString('hex')).toBe(
      priorSignature,
    );
    expect(Buffer.from(signed?.body ?? [])).toEqual(Buffer.from(message));
  }
});
