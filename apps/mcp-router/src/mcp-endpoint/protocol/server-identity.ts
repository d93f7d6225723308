export const SERVER_INFO = { name: 'countersign', title: 'Countersign', version: '0.1.0' };

export const INSTRUCTIONS =
  'Some tools need a person’s approval. Such a call waits; if it waits for long, you get the id of its approval, with ' +
  'which the result can be collected later. Never assume that a call that waits was executed.';
