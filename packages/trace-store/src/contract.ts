import { afterEach, beforeEach, describe } from 'vitest';
import { describeAnyContent, describeContents } from './contract/contents.ts';
import { describeClosing, describeDurability } from './contract/durability.ts';
import { describeDeleting } from './contract/deleting.ts';
import { describeLooseAttachments } from './contract/loose-attachments.ts';
import { describePreparedWrites } from './contract/prepared-writes.ts';
import { describeFilteredPaging, describeFiltering } from './contract/filtering.ts';
import { describeCursors, describePaging } from './contract/paging.ts';
import { describePreviews } from './contract/previews.ts';
import { describeReplacing, describeRevisions } from './contract/revisions.ts';
import {
  describeErrors,
  describePartial,
  describeProgress,
  describeProjects,
  describeRepeatedCalls,
  describeSummaries,
} from './contract/summaries.ts';
import type { ContractContext, TraceStoreHarness } from './contract/trace-store-harness.ts';
import { describeNumbers, describeTexts } from './contract/values.ts';
import type { TraceStore } from './trace-store.ts';

const chapters: ((context: ContractContext) => void)[] = [
  describeDurability,
  describePreparedWrites,
  describeClosing,
  describeRevisions,
  describeReplacing,
  describeSummaries,
  describeRepeatedCalls,
  describeProgress,
  describeErrors,
  describePartial,
  describeProjects,
  describePreviews,
  describePaging,
  describeCursors,
  describeFiltering,
  describeFilteredPaging,
  describeDeleting,
  describeLooseAttachments,
  describeContents,
  describeAnyContent,
  describeTexts,
  describeNumbers,
];

/** What every TraceStore promises; a backend's test is one call of this. */
export function describeTraceStore(name: string, createHarness: () => TraceStoreHarness): void {
  describe(`trace store: ${name}`, () => {
    let harness: TraceStoreHarness;
    let store: TraceStore;
    let cleanups: (() => Promise<void>)[];

    const openOther = async (): Promise<TraceStore> => {
      const other = createHarness();
      const opened = await other.open();
      cleanups.push(async () => {
        await opened.close();
        await other.discard();
      });
      return opened;
    };
    const reopen = async (): Promise<TraceStore> => {
      await store.close();
      store = await harness.open();
      return store;
    };
    beforeEach(async () => {
      cleanups = [];
      harness = createHarness();
      store = await harness.open();
    });
    afterEach(async () => {
      await store.close();
      await harness.discard();
      for (const cleanup of cleanups) await cleanup();
    });

    for (const describeChapter of chapters) describeChapter({ store: () => store, reopen, openOther });
  });
}
