import { defineEvent } from '@countersign/contracts';

class NoteWrittenData {
  n!: number;
}

export const noteWritten = defineEvent<NoteWrittenData>({
  subject: 'policy.note.written.v1',
  payload: NoteWrittenData,
  publisher: 'policy',
  workers: [],
});
