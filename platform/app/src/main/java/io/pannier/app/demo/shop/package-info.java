/**
 * The demo shop's own server, which every real shop has already: its catalogue, its visitors, its
 * checkout. It holds the API key and speaks to the installation by the public interface.
 */
@NullMarked
package io.pannier.app.demo.shop;

import org.jspecify.annotations.NullMarked;
