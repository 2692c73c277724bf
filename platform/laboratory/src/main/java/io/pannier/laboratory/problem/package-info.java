/**
 * Bundling problems as JSON files, for {@code optimize --problem FILE} and for reports. An example
 * is {@code config/examples/bundling-problem.json}.
 *
 * <pre>{@code
 * {
 *   "currency": "GBP",              required, ISO 4217: decides the decimals of money
 *   "seed": 42,                     default 1
 *   "limit": 3,                     bundles wanted; default 3
 *   "candidates": [{                required, 1 to 2,000
 *     "sku": "tea-pot",             required, once
 *     "title": "Tea pot",           default: the SKU
 *     "relevance": 0.9,             required, over 0 to 1
 *     "price": 12.50, "cost": 6.10, price required; cost default 0
 *     "stock": 10,                  default 1,000,000
 *     "category": "Kitchen",        absent: a category of its own
 *     "relief": 0.2,                overstock 0 to 1, default 0
 *     "cartLift": 0.4,              mean log lift with the cart, default 0
 *     "requires": ["tea-cup"],      SKUs of this file
 *     "excludes": ["coffee-pot"]
 *   }],
 *   "lifts": [{"skus": ["tea-pot", "tea-cup"], "lift": 1.3}],   natural logarithms, default 0
 *   "weights": {"conversion": 1, "revenue": 0.5, "margin": 1, "diversity": 0.1, "stock-relief": 0.1},
 *   "constraints": {"minItems": 1, "maxItems": 4, "maxQuantity": 2, "budget": 40.00,
 *                   "marginFloor": 0.12, "maxDiscount": 0.2, "maxPerCategory": 2},
 *   "model": {"baseRate": 0.08, "liftWeight": 0.35, "elasticity": 1.8, "unitPenalty": 0.12}
 * }
 * }</pre>
 *
 * Absent weights and model are those of a new placement; absent constraints are the bounds of one
 * to four items of one unit each at list price, without budget, margin floor or category cap. What
 * is wrong is answered with {@code PROBLEM_INVALID} and the JSON pointer of the place.
 */
@NullMarked
package io.pannier.laboratory.problem;

import org.jspecify.annotations.NullMarked;
