import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Whoever is this near to the end of the page reads the newest. */
const NEAR_END_PX = 96;

export interface StayAtEnd {
  /** Something came below what the reader looks at. */
  readonly hasNewBelow: boolean;
  readonly goToEnd: () => void;
}

/**
 * Keeps the end of the page in sight while the reader is there, and leaves them alone where they are not.
 *
 * @param content changes whenever there is something new at the end
 * @param isLive whether a reader who just came wants the end, not the beginning
 */
export function useStayAtEnd(content: unknown, isLive: boolean): StayAtEnd {
  const isAtEnd = useRef(isLive);
  const hasContent = useRef(false);
  const [hasNewBelow, setHasNewBelow] = useState(false);

  useEffect(() => {
    function look(): void {
      isAtEnd.current = distanceFromEnd() < NEAR_END_PX;
      if (isAtEnd.current) setHasNewBelow(false);
    }
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);

  useEffect(() => {
    isAtEnd.current = isLive || distanceFromEnd() < NEAR_END_PX;
  }, [isLive]);

  useLayoutEffect(() => {
    if (isAtEnd.current) scrollToEnd();
    // What was there from the beginning is not new.
    else if (hasContent.current && distanceFromEnd() > NEAR_END_PX) setHasNewBelow(true);
    hasContent.current = content !== 0;
  }, [content]);

  const goToEnd = useCallback(() => {
    isAtEnd.current = true;
    setHasNewBelow(false);
    scrollToEnd();
  }, []);
  return { hasNewBelow, goToEnd };
}

function distanceFromEnd(): number {
  return document.documentElement.scrollHeight - window.innerHeight - window.scrollY;
}

function scrollToEnd(): void {
  window.scrollTo({ top: document.documentElement.scrollHeight });
}
