/**
 * The source of a pattern (flag u) for one character that a person cannot see or cannot tell from another: controls, bidi
 * and other format characters, zero-width and default-ignorable ones (variation selectors, fillers), line separators, all
 * white space but the plain space, the blank Braille cell, private-use and unassigned code points (no glyph), and halves of
 * surrogate pairs.
 */
export const HIDING = String.raw`[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}`;

/** The same in a name, where plain spaces at the ends or in a row cannot be told either. */
export const INVISIBLE = String.raw`${HIDING}|^ | $| (?= )`;
