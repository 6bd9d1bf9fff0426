// A shop on MyISAM: no stamp that the server fills in, money in DECIMAL, texts by language, carts that come and go.
import { amount, dateTime, oneIn, rowsOf, type Schema, words } from './support/schema.js';

const PRODUCTS = 400;

export const shop: Schema = {
  name: 'shop',
  ddl: `
CREATE TABLE product (
  product_id  INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sku         VARCHAR(64) NOT NULL,
  price       DECIMAL(20,6) NOT NULL DEFAULT 0,
  weight      DECIMAL(15,8) NOT NULL DEFAULT 0,
  rating      FLOAT,
  discount    DOUBLE,
  active      TINYINT(1) NOT NULL DEFAULT 0,
  visibility  ENUM('both','catalog','search','none') NOT NULL DEFAULT 'both',
  available   DATE DEFAULT NULL,
  KEY (sku)
) ENGINE = MyISAM DEFAULT CHARSET = utf8mb3;

CREATE TABLE product_text (
  product_id  INT UNSIGNED NOT NULL,
  lang_id     SMALLINT UNSIGNED NOT NULL,
  name        VARCHAR(128) NOT NULL,
  description TEXT,
  PRIMARY KEY (product_id, lang_id)
) ENGINE = MyISAM DEFAULT CHARSET = utf8mb4;

CREATE TABLE stock (
  warehouse   CHAR(3) NOT NULL,
  product_id  INT UNSIGNED NOT NULL,
  quantity    MEDIUMINT NOT NULL DEFAULT 0,
  PRIMARY KEY (warehouse, product_id)
) ENGINE = MyISAM DEFAULT CHARSET = latin1;

CREATE TABLE customer (
  customer_id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email       VARCHAR(96) NOT NULL,
  phone       BIGINT(20) UNSIGNED ZEROFILL,
  newsletter  BOOLEAN
) ENGINE = MyISAM;

CREATE TABLE cart (
  session_id  CHAR(32) NOT NULL PRIMARY KEY,
  contents    MEDIUMTEXT,
  expires     INT UNSIGNED NOT NULL
) ENGINE = MyISAM;

CREATE TABLE orders (
  order_id    INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  total       DECIMAL(20,6) NOT NULL,
  status      VARCHAR(20) NOT NULL,
  placed      DATETIME NOT NULL
) ENGINE = MyISAM;

CREATE TABLE order_line (
  order_id    INT UNSIGNED NOT NULL,
  line        SMALLINT UNSIGNED NOT NULL,
  product_id  INT UNSIGNED NOT NULL,
  quantity    DECIMAL(10,3) NOT NULL,
  price       DECIMAL(20,6) NOT NULL,
  PRIMARY KEY (order_id, line)
) ENGINE = MyISAM;

CREATE TABLE search_log (
  query       VARCHAR(255),
  found       INT UNSIGNED
) ENGINE = MyISAM;

CREATE TABLE feature (
  feature_id  INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name        VARCHAR(40)
) ENGINE = MyISAM;
`,
  rows: (chance) => [
    rowsOf('product', PRODUCTS, (n) => product(chance, n)),
    rowsOf('product_text', 2 * PRODUCTS, (n) => ({
      product_id: Math.ceil(n / 2),
      lang_id: 1 + (n % 2),
      name: words(chance, 1, 4),
      description: chance.pick([null, '', words(chance, 1, 40)]),
    })),
    rowsOf('stock', PRODUCTS, (n) => ({ warehouse: `W${n % 3}`, product_id: n, quantity: chance.between(-50, 5_000) })),
    rowsOf('customer', 300, (n) => ({
      email: `user${n}@example.org`,
      phone: chance.pick([null, 0, chance.between(1, 2_000_000_000), '18446744073709551615']),
      newsletter: chance.pick([null, 0, 1, 127, -128]),
    })),
    rowsOf('cart', 250, (n) => cart(chance, n)),
    rowsOf('orders', 500, () => order(chance)),
    rowsOf('order_line', 1_500, (n) => line(chance, Math.ceil(n / 3), n % 3)),
    rowsOf('search_log', 200, (n) => ({ query: chance.pick([null, 'bike', 'Bike ']), found: n % 7 })),
  ],
  changes: (chance, round) => [
    rowsOf('product', 10, (n) => product(chance, n), 1_000 * round),
    rowsOf('cart', 20, (n) => cart(chance, n), 1_000 * round),
    rowsOf('orders', 15, () => order(chance)),
    rowsOf('order_line', 30, (n) => line(chance, 10_000 * round + n, 1)),
    rowsOf('search_log', 5, () => ({ query: null, found: null })),
    `UPDATE product SET price = price * 1.1, active = 1 - active WHERE ${oneIn(25, 'product_id', chance)}`,
    `UPDATE product SET rating = rating / 3, discount = discount / 7 WHERE ${oneIn(25, 'product_id', chance)}`,
    `UPDATE product_text SET name = UPPER(name) WHERE ${oneIn(40, 'product_id', chance)}`,
    `UPDATE stock SET quantity = quantity - 1 WHERE ${oneIn(12, 'product_id', chance)}`,
    `UPDATE stock SET warehouse = CONCAT('V', ${round}) WHERE ${oneIn(70, 'product_id', chance)}`,
    `UPDATE orders SET status = 'sent' WHERE ${oneIn(30, 'order_id', chance)}`,
    `UPDATE order_line SET line = line + 100 WHERE ${oneIn(200, 'order_id', chance)}`,
    `UPDATE customer SET phone = NULL, newsletter = NULL WHERE ${oneIn(40, 'customer_id', chance)}`,
    `UPDATE search_log SET found = found + 1 WHERE query = 'bike' LIMIT 9`,
    `DELETE FROM cart WHERE ${oneIn(15, 'session_id', chance)}`,
    `DELETE FROM product WHERE ${oneIn(80, 'product_id', chance)}`,
    `DELETE FROM order_line WHERE ${oneIn(90, 'order_id', chance)}`,
    'DELETE FROM search_log LIMIT 20',
  ],
};

type Chance = Parameters<Schema['rows']>[0];

const product = (chance: Chance, n: number) => ({
  sku: `SKU-${n}`,
  price: amount(chance, 8),
  weight: chance.pick([0, 0.5, 12.345_678_9]),
  rating: chance.pick([null, 0, chance.below(500) / 99]),
  discount: chance.pick([null, 1e-9, chance.below(500) / 997]),
  active: chance.below(2),
  visibility: chance.pick(['both', 'none']),
  available: chance.pick([null, '2020-02-29', '9999-12-31']),
});

const cart = (chance: Chance, n: number) => ({
  session_id: String(n).padStart(32, 'abcdef'),
  contents: chance.pick([null, 'a:0:{}', words(chance, 10, 90)]),
  expires: chance.pick([0, 4_294_967_295, chance.below(2_000_000_000)]),
});

const order = (chance: Chance) => ({
  customer_id: chance.between(1, 300),
  total: amount(chance, 9),
  status: chance.pick(['new', 'paid', 'sent']),
  placed: dateTime(chance),
});

const line = (chance: Chance, order_id: number, number: number) => ({
  order_id,
  line: number,
  product_id: chance.between(1, PRODUCTS),
  quantity: chance.below(9_999) / 1_000,
  price: amount(chance, 7),
});
