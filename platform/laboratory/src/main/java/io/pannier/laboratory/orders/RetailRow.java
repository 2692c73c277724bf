package io.pannier.laboratory.orders;

/**
 * One row of the Online Retail file.
 *
 * @param line of the file, from 1
 * @param invoiceLine place of the row in its invoice, from 1; every row of the invoice counts
 * @param shopper empty where the row names none
 * @param quantity negative where goods came back
 * @param time milliseconds since the epoch; the file states no zone and is read as UTC
 * @param price unit price in minor units, rounded half up
 */
public record RetailRow(
    long line,
    String invoice,
    int invoiceLine,
    String sku,
    String description,
    int quantity,
    long time,
    long price,
    String shopper) {}
