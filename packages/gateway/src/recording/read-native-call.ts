import { findOperation } from '@outcrop/bedrock';
import type { CallReading } from './call-reading.ts';
import type { CallRecord } from './call-record.ts';
import { readOperationAnswer } from './read-operation-answer.ts';
import { readWireInput } from './wire-input.ts';

/** A call of one of Bedrock's own operations. */
export function readNativeCall(command: string, call: CallRecord): CallReading | undefined {
  const operation = findOperation(command);
  if (!operation) return undefined;
  const request = operation.readRequest(readWireInput(command, call));
  return {
    spanName: operation.spanName,
    spanType: operation.spanType ?? 'llm',
    identity: { provider: 'aws-bedrock', command, operation: operation.operation },
    request,
    readAnswer: () => readOperationAnswer({ operation, request }, call),
  };
}
