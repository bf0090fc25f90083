export { azureAd } from './azure-ad.ts';
