package dev.mekiki.license.dossier;

import dev.mekiki.license.dossier.ModelFacts.Claim;
import dev.mekiki.license.files.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of parameters that a model's name, card and index state, held against the count. */
final class SizeClaims {
    private static final String NUMBER = "(\\d{1,4}(?:\\.\\d{1,3})?)";
    private static final Pattern NAME = Pattern.compile(
            "(?:^|[-_ ./])(?:(\\d{1,3})x)?" + NUMBER + "([mbt])(?=$|[-_ ./])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern STATED = Pattern.compile(
            "(?:number of (?:total )?parameters|total parameters|# ?(?:total )?params|パラメータ数|総パラメータ(?:数)?)[^\\d\\n]{0,20}"
                    + NUMBER
                    + " ?(b|m|t|billion|million|trillion)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_SEARCHED = 100_000;
    /** Names round, and leave embeddings out or in. */
    private static final double NAME_TOLERANCE = 0.2;
    private static final double STATED_TOLERANCE = 0.05;

    private SizeClaims() {}

    /** @param rest of the count without embeddings, which some names leave out */
    static List<Claim> read(String name, ModelCard card, OptionalLong index, OptionalLong counted, long rest) {
        List<Claim> claims = new ArrayList<>();
        Matcher named = NAME.matcher(name);
        if (named.find()) {
            double one = size(named.group(2), named.group(3));
            int times = named.group(1) == null ? 1 : Integer.parseInt(named.group(1));
            claims.add(new Claim("name", named.group().replaceFirst("^[-_ ./]", ""), Math.round(one * times),
                    counted.isEmpty()
                            ? Optional.empty()
                            : Optional.of(near(counted.getAsLong(), rest, one * times, times))));
        }
        String prose = card.prose().text();
        Matcher stated = STATED
                .matcher(prose.length() > LONGEST_SEARCHED ? prose.substring(0, LONGEST_SEARCHED) : prose);
        if (stated.find()) {
            double size = size(stated.group(1), stated.group(2));
            long line = card.prose().line() + prose.substring(0, stated.start()).chars().filter(c -> c == '\n').count();
            claims.add(new Claim(ModelCard.FILE + ":" + line, stated.group(1) + stated.group(2), Math.round(size),
                    within(counted, size, STATED_TOLERANCE)));
        }
        if (index.isPresent()) {
            claims.add(new Claim("model.safetensors.index.json", "total_parameters", index.getAsLong(),
                    within(counted, (double) index.getAsLong(), 0.001)));
        }
        return claims;
    }

    /** 8x7B shares all but the experts: its total lies between one and eight of them. */
    private static boolean near(long counted, long rest, double claim, int times) {
        double low = times == 1 ? claim * (1 - NAME_TOLERANCE) : claim * 0.6;
        return (counted >= low && counted <= claim * (1 + NAME_TOLERANCE))
                || (rest >= low && rest <= claim * (1 + NAME_TOLERANCE));
    }

    private static Optional<Boolean> within(OptionalLong counted, double claim, double tolerance) {
        return counted.isEmpty()
                ? Optional.empty()
                : Optional.of(Math.abs(counted.getAsLong() - claim) <= tolerance * claim);
    }

    private static double size(String number, String unit) {
        return Double.parseDouble(number) * switch (unit.toLowerCase(Locale.ROOT).charAt(0)) {
            case 'm' -> 1e6;
            case 'b' -> 1e9;
            default -> 1e12;
        };
    }
}
