import i18next from 'i18next';
import de from '../texts/staff.de.json';
import en from '../texts/staff.en.json';

// Loaded with the staff's pages only.
i18next.addResourceBundle('de', 'staff', de, true, true);
i18next.addResourceBundle('en', 'staff', en, true, true);
