// The names of the aggregation language as the public manual (8.x) has them, by category. `needs` gives the only reasons for
// which one may be missing: it needs a collection, an index, or a server.

const words = (text) => text.trim().split(/\s+/);

export const expressionOperators = {
  Arithmetic: {
    names: words(
      `$abs $add $ceil $divide $exp $floor $ln $log $log10 $mod $multiply $pow $round $sigmoid $sqrt $subtract $trunc`,
    ),
  },
  Array: {
    names: words(`$arrayElemAt $arrayToObject $concatArrays $filter $first $firstN $in $indexOfArray $isArray $last $lastN $map
      $maxN $minN $objectToArray $range $reduce $reverseArray $size $slice $sortArray $zip`),
  },
  Bitwise: { names: words("$bitAnd $bitNot $bitOr $bitXor") },
  Boolean: { names: words("$and $not $or") },
  Comparison: { names: words("$cmp $eq $gt $gte $lt $lte $ne") },
  Conditional: { names: words("$cond $ifNull $switch") },
  Custom: { names: words("$function") },
  "Data size": { names: words("$binarySize $bsonSize") },
  Date: {
    names: words(`$currentDate $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts $dateToString
      $dateTrunc $dayOfMonth $dayOfWeek $dayOfYear $hour $isoDayOfWeek $isoWeek $isoWeekYear $millisecond $minute $month $second
      $toDate $week $year`),
  },
  "Encrypted string": {
    names: words("$encStrContains $encStrEndsWith $encStrNormalizedEq $encStrStartsWith"),
    needs: {
      $encStrContains: "a server",
      $encStrEndsWith: "a server",
      $encStrNormalizedEq: "a server",
      $encStrStartsWith: "a server",
    },
  },
  "Hash and identity": { names: words("$createObjectId $createUUID $hash $hexHash $toHashedIndexKey") },
  "Literal and miscellaneous": { names: words("$expr $getField $let $literal $meta $rand") },
  Object: { names: words("$mergeObjects $setField $unsetField") },
  Set: {
    names: words("$allElementsTrue $anyElementTrue $setDifference $setEquals $setIntersection $setIsSubset $setUnion"),
  },
  String: {
    names: words(`$concat $indexOfBytes $indexOfCP $ltrim $regexFind $regexFindAll $regexMatch $replaceAll $replaceOne $rtrim
      $split $strLenBytes $strLenCP $strcasecmp $substr $substrBytes $substrCP $toLower $toUpper $trim`),
  },
  Timestamp: { names: words("$tsIncrement $tsSecond") },
  Trigonometry: {
    names: words(`$acos $acosh $asin $asinh $atan $atan2 $atanh $cos $cosh $degreesToRadians $radiansToDegrees $sin $sinh $tan
      $tanh`),
  },
  Type: {
    names: words(`$convert $deserializeEJSON $isNumber $serializeEJSON $toArray $toBool $toDecimal $toDouble $toInt $toLong
      $toObject $toObjectId $toString $toUUID $type`),
  },
  "Accumulators as expressions": { names: words("$avg $max $median $min $percentile $stdDevPop $stdDevSamp $sum") },
};

export const matchOperators = {
  Comparison: { names: words("$eq $gt $gte $in $lt $lte $ne $nin") },
  Logical: { names: words("$and $nor $not $or") },
  Element: { names: words("$exists $type") },
  Evaluation: {
    names: words("$expr $jsonSchema $mod $options $regex $text $where"),
    needs: { $text: "an index", $where: "a server" },
  },
  Array: { names: words("$all $elemMatch $size") },
  Bitwise: { names: words("$bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet") },
  Geospatial: {
    names: words("$geoIntersects $geoWithin $near $nearSphere"),
    needs: { $near: "an index", $nearSphere: "an index" },
  },
  Miscellaneous: { names: words("$comment $sampleRate") },
};

export const accumulators = {
  $group: {
    names: words(`$accumulator $addToSet $avg $bottom $bottomN $concatArrays $count $first $firstN $last $lastN $max $maxN
      $median $mergeObjects $min $minN $percentile $push $setUnion $stdDevPop $stdDevSamp $sum $top $topN`),
  },
  $setWindowFields: {
    names: words(`$covariancePop $covarianceSamp $denseRank $derivative $documentNumber $expMovingAvg $integral $linearFill
      $locf $minMaxScaler $rank $shift`),
  },
};

export const stages = {
  "One document at a time": { names: words("$addFields $match $project $redact $replaceRoot $replaceWith $set $unset $unwind") },
  "Many documents": {
    names: words(`$bucket $bucketAuto $count $densify $documents $facet $fill $graphLookup $group $limit $lookup $sample
      $setWindowFields $skip $sort $sortByCount $unionWith`),
  },
  Output: { names: words("$merge $out"), needs: { $merge: "a collection", $out: "a collection" } },
  "Indexes and search": {
    names: words(`$geoNear $indexStats $listSearchIndexes $planCacheStats $rankFusion $score $scoreFusion $search $searchMeta
      $vectorSearch`),
    needs: {
      $geoNear: "an index",
      $indexStats: "an index",
      $listSearchIndexes: "an index",
      $planCacheStats: "a collection",
      $rankFusion: "an index",
      $score: "an index",
      $scoreFusion: "an index",
      $search: "an index",
      $searchMeta: "an index",
      $vectorSearch: "an index",
    },
  },
  "State of the server": {
    names: words(`$changeStream $changeStreamSplitLargeEvent $collStats $currentOp $listClusterCatalog $listLocalSessions
      $listSampledQueries $listSessions $querySettings $queryStats $shardedDataDistribution`),
    needs: {
      $changeStream: "a server",
      $changeStreamSplitLargeEvent: "a server",
      $collStats: "a collection",
      $currentOp: "a server",
      $listClusterCatalog: "a server",
      $listLocalSessions: "a server",
      $listSampledQueries: "a server",
      $listSessions: "a server",
      $querySettings: "a server",
      $queryStats: "a server",
      $shardedDataDistribution: "a server",
    },
  },
};
