package io.pannier.messages;

import java.util.List;

/** Profiles that are durable now. */
public record ProfilesStored(int shop, List<ShoppersSubmitted.Profile> profiles)
    implements Message {}
