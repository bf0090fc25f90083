import { type Answer, type Call, html, htmlPage, json, markup, type Routes } from '@bearerkit/testkit';
import type { MeetupMember } from './members.ts';
import type { MeetupState } from './state.ts';
import { memberBehind, tokenOf } from './tokens.ts';

/** The legacy userinfo, with and without the last slash; a token may stand in the header or in the query. */
export function restRoutes(state: MeetupState): Routes {
  const self = (call: Call): Answer => answer(state, tokenOf(call, true));
  return { 'GET /2/member/self': self, 'GET /2/member/self/': self };
}

const limits = { 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '29', 'x-ratelimit-reset': '10' };

function answer(state: MeetupState, token: string | undefined): Answer {
  if (state.settings.restGone) {
    return html(htmlPage('Not found', markup`<p>This version of the API has been switched off.</p>`), { status: 404 });
  }
  if (token === undefined) return refusal(state, 'Invalid csrf credentials');
  const member = memberBehind(state, token);
  return member === undefined
    ? refusal(state, 'Invalid oauth credentials')
    : json(document(member), { headers: limits });
}

function refusal({ settings }: MeetupState, message: string): Answer {
  const old = { code: 'not_authorized', details: message, problem: 'You are not authorized to make that request' };
  const body = settings.restErrors === 'errors' ? { errors: [{ code: 'auth_fail', message }] } : old;
  return json(body, { status: 401 });
}

/** A member as API version 2 knew one: the id is a number, links are http, there is no e-mail. */
function document({ id, name, status, city, country }: MeetupMember): Readonly<Record<string, unknown>> {
  const photo = 'http://photos.meetupstatic.com/photos/member/';
  const [photo_link, thumb_link] = [`${photo}${id}/member.jpeg`, `${photo}${id}/thumb.jpeg`];
  return {
    id: Number(id),
    name,
    link: `http://www.meetup.com/members/${id}`,
    lang: 'en_US',
    country,
    city,
    lat: 37.78,
    lon: -122.42,
    joined: 1_299_027_458_000,
    visited: 1_369_673_856_000,
    status: status.toLowerCase(),
    photo: { photo_id: Number(id), photo_link, highres_link: photo_link, thumb_link, base_url: photo, type: 'member' },
    topics: [{ id: 563, urlkey: 'opensource', name: 'Open Source' }],
    other_services: {},
    self: { common: {} },
  };
}
