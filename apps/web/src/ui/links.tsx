import { Anchor, type AnchorProps, Button, type ButtonProps, Paper, type PaperProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type Plain<Own> = Omit<ComponentPropsWithRef<'a'>, keyof Own> & Own;

/** Links with typed paths and parameters, in the kit's looks. */
export const LinkAnchor = createLink((props: Plain<AnchorProps>) => <Anchor {...props} />);

export const LinkButton = createLink((props: Plain<ButtonProps>) => <Button component="a" {...props} />);

/** A card that leads somewhere as a whole. */
export const LinkCard = createLink((props: Plain<PaperProps>) => (
  <Paper component="a" withBorder display="block" c="inherit" td="none" data-card {...props} />
));
