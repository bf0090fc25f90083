export type { MeetupClient, MeetupClients } from './clients.ts';
export { createMeetupFake, type MeetupFake, type MeetupFakeEndpoints, type MeetupGrant } from './meetup-fake.ts';
export { meetupFaults } from './meetup-faults.ts';
export type { MeetupMember, MeetupMemberStatus, MeetupMembers, MeetupMembership } from './members.ts';
export type { MeetupFakeOptions } from './options.ts';
export type { MeetupFakeSettings } from './settings.ts';
export type { MeetupSigningKey } from './signing-keys.ts';
export type { MeetupTokens } from './tokens.ts';
export type { AuthorizeWalk } from './walk.ts';
