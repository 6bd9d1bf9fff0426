// Which columns say when a row was changed, over the column names of applications that many people run.
import assert from 'node:assert/strict';
import { saysModified } from '../../src/mysql/schema/modification-role.js';

/** A name with its declaration. */
type Named = readonly [name: string, declared: string];

const says = ([name, declared]: Named): boolean =>
  saysModified({
    ...{
      name,
      declared,
      dataType: /^[a-z]+/.exec(declared)?.[0] ?? '',
      nullable: false,
      extra: '',
      collation: null,
      default: null,
    },
    ...{ precision: null, scale: null, timeDigits: null, characters: null, charset: null },
  });

const STAMPS: Readonly<Record<string, readonly Named[]>> = {
  WordPress: [
    ['post_modified', 'datetime'],
    ['post_modified_gmt', 'datetime'],
    ['date_updated_gmt', 'datetime'],
  ],
  Joomla: [
    ['modified', 'datetime'],
    ['modified_time', 'datetime'],
    ['modified_date', 'datetime'],
    ['last_updated', 'timestamp'],
  ],
  PrestaShop: [['date_upd', 'datetime']],
  OpenCart: [['date_modified', 'datetime']],
  MediaWiki: [
    ['page_touched', 'binary(14)'],
    ['user_touched', 'binary(14)'],
    ['page_links_updated', 'varbinary(14)'],
  ],
  Drupal: [['changed', 'int(11)']],
  Moodle: [['timemodified', 'bigint(10)']],
  phpBB: [['post_edit_time', 'int(11) unsigned']],
  Magento: [['updated_at', 'timestamp']],
  others: [
    ['updatedAt', 'datetime(3)'],
    ['lastUpdateDate', 'datetime'],
    ['UpdDate', 'date'],
    ['gmt_modified', 'datetime'],
    ['mtime', 'int'],
    ['last_mod', 'bigint'],
    ['upd_ts', 'bigint'],
    ['chg_date', 'date'],
    ['edittime', 'int(10)'],
    ['update', 'datetime'],
  ],
};

const NONE: Readonly<Record<string, readonly Named[]>> = {
  'are of who, what or how often': [
    ['modified_by', 'int(10) unsigned'],
    ['modified_user_id', 'int'],
    ['updated_by', 'bigint'],
    ['update_count', 'int'],
    ['rank_change', 'int'],
    ['last_edit_user', 'int'],
    ['update_id', 'bigint'],
    ['update_site_id', 'int'],
  ],
  'hold no moment': [
    ['modified', 'tinyint(1)'],
    ['change_reason', 'varchar(255)'],
    ['updated', 'varchar(20)'],
    ['price_change', 'decimal(9,2)'],
  ],
  'are other times': [
    ['post_date', 'datetime'],
    ['date_add', 'datetime'],
    ['date_added', 'datetime'],
    ['created_at', 'timestamp'],
    ['checked_out_time', 'datetime'],
    ['publish_up', 'datetime'],
    ['model_time', 'datetime'],
    ['moderated_at', 'datetime'],
    ['login_time', 'int(11)'],
  ],
};

describe('a column that says when a row was changed', () => {
  for (const [application, columns] of Object.entries(STAMPS)) {
    it(`is known by the names of ${application}`, () => {
      assert.deepEqual(
        columns.filter((named) => !says(named)),
        [],
      );
    });
  }

  for (const [which, columns] of Object.entries(NONE)) {
    it(`is none of those that ${which}`, () => {
      assert.deepEqual(columns.filter(says), []);
    });
  }
});
